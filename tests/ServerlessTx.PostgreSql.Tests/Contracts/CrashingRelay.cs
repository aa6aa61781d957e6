using System.Net.Sockets;
using ServerlessTx.Testing;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>
/// Carries a process's connections to its database, with a point at which that process can vanish before each answer: the database has done
/// what it was asked, and nobody hears of it.
/// </summary>
internal sealed class CrashingRelay : Relay
{
    private volatile CrashPoints _points;

    public CrashingRelay(int target, CrashPoints points) => (Target, _points) = (target, points);

    /// <summary>Of the world that its process serves now.</summary>
    public CrashPoints Points
    {
        get => _points;
        set => _points = value;
    }

    protected override Task[] CarryAsync(TcpClient near, TcpClient far, CancellationToken end)
    {
        near.NoDelay = far.NoDelay = true;
        return [near.GetStream().CopyToAsync(far.GetStream(), end), AnswerAsync(far, near, end)];
    }

    private async Task AnswerAsync(TcpClient from, TcpClient to, CancellationToken end)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer, end) is > 0 and var count)
        {
            await _points.PointAsync().WaitAsync(end);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), end);
        }
    }
}
