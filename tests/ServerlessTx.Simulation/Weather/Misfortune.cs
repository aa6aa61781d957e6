using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>What befalls machines while the storm lasts.</summary>
internal sealed class Misfortune(World world)
{
    private const int Rounds = 60;

    private readonly Weather _weather = world.Weather;

    public async Task StrikeAsync()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(_weather.Profile.Storm / Rounds, world.Time);
            if (_weather.Strikes(Fault.Outage))
                _weather.BeginOutage(_weather.Break());
            if (_weather.Strikes(Fault.Stall))
                world.Service.Life.Stall(_weather.Break());
            if (_weather.Strikes(Fault.Crash))
                world.ReplaceService();
            if (_weather.Strikes(Fault.ClockSet))
                world.Service.Clock.Ahead = _weather.Skew();
            if (_weather.Strikes(Fault.Partition))
                CutOff(_weather.Random.Next(2) == 0 ? Transfer.Accounts : Transfer.Ledger, _weather.Break());
            world.Places.Strike();
        }
    }

    private void CutOff(string database, TimeSpan lasts)
    {
        foreach (var host in _weather.IsLikely(0.5) ? world.Hosts : world.Hosts.Take(1))
            host.Life.CutOff(database, lasts);
    }
}
