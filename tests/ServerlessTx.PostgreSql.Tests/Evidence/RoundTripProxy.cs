using System.Net.Sockets;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>
/// Carries connections to a server and counts round trips: how often the client sends after the server has. Whatever goes in one direction
/// without an answer between is one trip.
/// </summary>
internal sealed class RoundTripProxy : Relay
{
    private int _trips;

    public RoundTripProxy(int target) => Target = target;

    /// <summary>The trips that something makes.</summary>
    public async Task<int> CountAsync(Func<Task> something)
    {
        var before = Volatile.Read(ref _trips);
        await something();
        return Volatile.Read(ref _trips) - before;
    }

    protected override Task[] CarryAsync(TcpClient near, TcpClient far, CancellationToken end)
    {
        near.NoDelay = far.NoDelay = true;
        var isClientsTurn = 1;
        return
        [
            CopyAsync(near, far, end, () =>
            {
                if (Interlocked.Exchange(ref isClientsTurn, 0) == 1)
                    Interlocked.Increment(ref _trips);
            }),
            CopyAsync(far, near, end, () => Volatile.Write(ref isClientsTurn, 1)),
        ];
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to, CancellationToken end, Action sends)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer, end) is > 0 and var count)
        {
            sends();
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), end);
        }
    }
}
