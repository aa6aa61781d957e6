namespace ServerlessTx.Simulation;

/// <summary>Places of hosts: what befalls those in them, and who boots there again.</summary>
internal sealed class HostPlaces<THost>(int count, Func<THost> boot, Weather weather) where THost : class, IHost
{
    private readonly THost?[] _hosts = [.. Enumerable.Range(0, count).Select(_ => boot())];

    /// <summary>Those that live, stalled ones too.</summary>
    public IReadOnlyList<THost> Hosts => [.. _hosts.OfType<THost>()];

    public void BootAll()
    {
        for (var place = 0; place < _hosts.Length; place++)
            Boot(place);
    }

    public void Strike()
    {
        for (var place = 0; place < _hosts.Length; place++)
        {
            if (_hosts[place] is { } host)
                Strike(place, host);
        }
    }

    private void Strike(int place, THost host)
    {
        if (weather.Strikes(Fault.Stall))
            host.Life.Stall(weather.Break());
        if (weather.Strikes(Fault.ClockSet))
            host.Clock.Ahead = weather.Skew();
        if (weather.Strikes(Fault.Crash))
            host.Life.End();
        else if (weather.Strikes(Fault.Restart))
            _ = host.StopAsync();
        else
            return;
        _ = BootAgainAsync(place);
    }

    private async Task BootAgainAsync(int place)
    {
        _hosts[place] = null;
        await Task.Delay(weather.Break(), weather.Time);
        Boot(place);
    }

    private void Boot(int place) => _hosts[place] ??= boot();
}
