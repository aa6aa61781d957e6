namespace ServerlessTx.Simulation;

/// <summary>What befalls hosts and services while the storm lasts. A read model is built anew now and then.</summary>
internal sealed class EventMisfortune(EventWorld world)
{
    private const int Rounds = 60;

    private static readonly TimeSpan LongestAbsence = TimeSpan.FromHours(1);

    private readonly Weather _weather = world.Weather;

    public async Task StrikeAsync()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(_weather.Profile.Storm / Rounds, world.Time);
            if (_weather.Strikes(Fault.Outage))
                _weather.BeginOutage(_weather.Break());
            foreach (var service in world.Choreography.Services.Where(_ => _weather.IsLikely(0.01)))
                world.TakeDown(service.Name, _weather.Between(Weather.ShortestBreak, LongestAbsence));
            if (_weather.IsLikely(0.05))
                _ = world.AskAsync(async (host, patience) =>
                {
                    await host.Get<Projector<Samples.Account>>().RebuildAsync("ledger", patience);
                    return "built";
                });
            world.Places.Strike();
        }
    }
}
