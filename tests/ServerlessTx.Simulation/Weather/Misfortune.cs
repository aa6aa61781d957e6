using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>What befalls machines while the storm lasts.</summary>
internal sealed class Misfortune(World world)
{
    private const int Rounds = 60;

    private static readonly TimeSpan ShortestBreak = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(10);

    private readonly Weather _weather = world.Weather;

    public async Task StrikeAsync()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(_weather.Profile.Storm / Rounds, world.Time);
            if (_weather.Strikes(Fault.Outage))
                _weather.BeginOutage(Break());
            if (_weather.Strikes(Fault.Stall))
                world.Service.Life.Stall(Break());
            if (_weather.Strikes(Fault.Crash))
                world.ReplaceService();
            if (_weather.Strikes(Fault.ClockSet))
                world.Service.Clock.Ahead = _weather.Skew();
            if (_weather.Strikes(Fault.Partition))
                CutOff(_weather.Random.Next(2) == 0 ? Transfer.Accounts : Transfer.Ledger, Break());
            for (var place = 0; place < world.Places; place++)
                Strike(place);
        }
    }

    private void CutOff(string database, TimeSpan lasts)
    {
        foreach (var host in _weather.IsLikely(0.5) ? world.Hosts : world.Hosts.Take(1))
            host.Life.CutOff(database, lasts);
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
        {
            host.Life.End();
            _ = BootAgainAsync(place);
        }
        else if (_weather.Strikes(Fault.Restart))
        {
            _ = host.StopAsync();
            _ = BootAgainAsync(place);
        }
    }

    private async Task BootAgainAsync(int place)
    {
        world.Leave(place);
        await Task.Delay(Break(), world.Time);
        world.Boot(place);
    }

    private TimeSpan Break() => _weather.Between(ShortestBreak, LongestBreak);
}
