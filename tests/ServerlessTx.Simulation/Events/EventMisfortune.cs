namespace ServerlessTx.Simulation;

/// <summary>What befalls hosts and services while the storm lasts. A read model is built anew now and then.</summary>
internal sealed class EventMisfortune(EventWorld world)
{
    private const int Rounds = 60;

    private static readonly TimeSpan ShortestBreak = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromHours(1);

    private readonly Weather _weather = world.Weather;

    public async Task StrikeAsync()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(_weather.Profile.Storm / Rounds, world.Time);
            if (_weather.Strikes(Fault.Outage))
                _weather.BeginOutage(Break());
            foreach (var service in world.Choreography.Services.Where(_ => _weather.IsLikely(0.01)))
                world.TakeDown(service.Name, _weather.Between(ShortestBreak, LongestAbsence));
            if (_weather.IsLikely(0.05))
                _ = world.AskAsync(async (host, patience) =>
                {
                    await host.Get<Projector<Samples.Account>>().RebuildAsync("ledger", patience);
                    return "built";
                });
            for (var place = 0; place < world.Places; place++)
                Strike(place);
        }
    }

    private void Strike(int place)
    {
        if (world.At(place) is not { } host)
            return;
        if (_weather.Strikes(Fault.Stall))
            host.Life.Stall(Break());
        if (_weather.Strikes(Fault.ClockSet))
            host.Clock.Ahead = _weather.Skew();
        if (_weather.Strikes(Fault.Crash))
            host.Life.End();
        else if (_weather.Strikes(Fault.Restart))
            host.Stop();
        if (host.Life.IsDead)
            _ = BootAgainAsync(place);
    }

    private async Task BootAgainAsync(int place)
    {
        world.Leave(place);
        await Task.Delay(Break(), world.Time);
        world.Boot(place);
    }

    private TimeSpan Break() => _weather.Between(ShortestBreak, LongestBreak);
}
