using System.Net;
using System.Net.Sockets;

namespace ServerlessTx.Processes;

/// <summary>
/// One address in front of a storage that goes away and comes back elsewhere: Azurite takes a free port at each start, a storage account
/// keeps its name.
/// </summary>
internal class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private volatile TcpTarget? _target;

    public Relay()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Where new connections go; without it they are closed as they come.</summary>
    public int? Target
    {
        set => _target = value is { } port ? new TcpTarget(port) : null;
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
        if (_target is not { } target)
            return;
        try
        {
            using var far = new TcpClient();
            await far.ConnectAsync(IPAddress.Loopback, target.Port, _end.Token);
            // Whichever side ends first ends both.
            await Task.WhenAny(CarryAsync(near, far, _end.Token));
        }
        catch (Exception gone) when (gone is SocketException or IOException or OperationCanceledException)
        {
        }
    }

    /// <summary>One connection, each direction a task.</summary>
    protected virtual Task[] CarryAsync(TcpClient near, TcpClient far, CancellationToken end) =>
        [near.GetStream().CopyToAsync(far.GetStream(), end), far.GetStream().CopyToAsync(near.GetStream(), end)];

    private sealed record TcpTarget(int Port);
}
