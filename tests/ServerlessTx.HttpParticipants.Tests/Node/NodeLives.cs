using ServerlessTx.PostgreSql.Tests;
using ServerlessTx.Testing;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>
/// The shop's processes, one after the other. One vanishes before an answer of its database, is killed with -9, and the next begins when the
/// database has let go of what it held.
/// </summary>
internal sealed class NodeLives(NodeShop shop) : IAsyncDisposable
{
    private CrashingRelay? _relay;
    private Coordinator? _coordinator;
    private Task<HttpParticipant>? _current;
    private bool _isFresh;

    /// <summary>What the kit asks for. A process that has not vanished goes on in the next world, with empty tables.</summary>
    public Func<CrashPoints, Task<ParticipantWorld<T>>> World<T>(string item, int available, Func<Task<HttpParticipant>, T> participant) => async points =>
    {
        await (_current ??= NextAsync(points));
        (_relay!.Points, _isFresh) = (points, true);
        await shop.ClearAsync();
        await shop.StockAsync(item, available);
        return new ParticipantWorld<T> { Start = () => participant(Start(points)), Effects = EffectsAsync };
    };

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        shop.DatabaseRelay = null;
        await shop.StartAsync();
    }

    private Task<HttpParticipant> Start(CrashPoints points)
    {
        if (!_isFresh)
            _current = NextAsync(points);
        _isFresh = false;
        return _current!;
    }

    private async Task<string> EffectsAsync()
    {
        await _current!;
        return await shop.EffectsAsync();
    }

    private async Task<HttpParticipant> NextAsync(CrashPoints points)
    {
        await EndAsync();
        _relay = new CrashingRelay(shop.DatabasePort, points);
        shop.DatabaseRelay = _relay.Port;
        await shop.StartAsync();
        // Nor does anybody keep a connection to the process that is gone.
        _coordinator = new Coordinator(shop.Settings);
        return _coordinator["shop"];
    }

    private async Task EndAsync()
    {
        await shop.KillAsync();
        if (_relay is not null)
            await _relay.DisposeAsync();
        await shop.LetGoAsync();
        if (_coordinator is not null)
            await _coordinator.DisposeAsync();
    }
}
