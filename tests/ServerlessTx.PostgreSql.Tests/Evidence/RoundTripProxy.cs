using System.Net;
using System.Net.Sockets;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>
/// Carries connections to a server and counts round trips: how often the client sends after the server has. Whatever goes in one direction
/// without an answer between is one trip.
/// </summary>
internal sealed class RoundTripProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _trips;

    public RoundTripProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The trips that something makes.</summary>
    public async Task<int> CountAsync(Func<Task> something)
    {
        var before = Volatile.Read(ref _trips);
        await something();
        return Volatile.Read(ref _trips) - before;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var client = near;
        using var far = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        await far.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
        var isClientsTurn = 1;
        try
        {
            await Task.WhenAny(
                CopyAsync(client, far, () =>
                {
                    if (Interlocked.Exchange(ref isClientsTurn, 0) == 1)
                        Interlocked.Increment(ref _trips);
                }),
                CopyAsync(far, client, () => Volatile.Write(ref isClientsTurn, 1)));
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Action sends)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            sends();
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }
}
