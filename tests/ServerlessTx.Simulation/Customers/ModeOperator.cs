using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>Sets escrow aside and switches the transfer that has modes, whatever the detectors of the hosts think.</summary>
internal sealed class ModeOperator(World world)
{
    private const int MostActs = 12;
    private const string Ann = "ann";

    private readonly Weather _weather = world.Weather;

    public async Task WorkAsync()
    {
        var acts = _weather.Profile.HasModes ? _weather.Random.Next(MostActs) : 0;
        for (var act = 0; act < acts; act++)
        {
            await Task.Delay(_weather.Profile.Storm / MostActs * 2 * _weather.Random.NextDouble(), world.Time);
            await ActAsync();
        }
    }

    private Task ActAsync() => _weather.Random.Next(5) switch
    {
        0 => SwitchAsync(Mode.Degraded, _weather.Random.Next(2) == 0 ? Transfer.Accounts : Transfer.Ledger),
        1 => SwitchAsync(Mode.FailingBack),
        _ => SetAsideAsync($"account_{_weather.Random.Next(4)}", _weather.Random.Next(600)),
    };

    private Task SetAsideAsync(string account, decimal amount) => world.AskAsync((host, patience) =>
        host.Get<ModeClient>().SetAsideAsync(ResilientTransfer.Name, Transfer.Accounts, account, amount, Ann, patience));

    private Task SwitchAsync(Mode to, params IReadOnlyList<string> away) => world.AskAsync((host, patience) =>
        host.Get<ModeClient>().SwitchAsync(new ModeOrder(ResilientTransfer.Name, to, Ann, "the network is being seen to") { Away = away }, patience));
}
