namespace ServerlessTx.Samples.Tests;

/// <summary>Two hosts, each with a watch and clients of its own, while either database comes and goes as the seed says.</summary>
public sealed class ModeStorms
{
    private static readonly string[] Accounts = ["a", "b", "c", "d"];

    private static readonly ModeTerms Terms = new() { AwayAfter = TimeSpan.FromSeconds(3), BackAfter = TimeSpan.FromSeconds(3), BackAfterProbes = 3 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_is_cut_and_when_no_money_is_made_and_no_limit_is_overrun(int seed) => VirtualTime.Run(async time =>
    {
        var (raw, random) = (new MemoryPartitionStore(), new Random(seed));
        ModesWorld[] hosts = [.. Enumerable.Range(0, 2).Select(host => new ModesWorld(time, Terms, new SlowStore(raw, time, seed + host)))];
        foreach (var account in Accounts)
            await hosts[0].SetAsideAsync(account, random.Next(300));
        var over = time.GetUtcNow().AddMinutes(2);
        await Task.WhenAll(
        [
            .. hosts.Select(host => WhileAsync(over, async () => await host.WatchAsync())),
            .. hosts.Concat(hosts).Select(host => WhileAsync(over, () => TransferAsync(host, random))),
            WhileAsync(over, () => WeatherAsync(hosts, random)),
            WhileAsync(over, () => LookAsync(raw, time)),
        ]);

        async Task WhileAsync(DateTimeOffset end, Func<Task> act)
        {
            while (time.GetUtcNow() < end)
                await act();
        }

        foreach (var host in hosts)
        {
            host.Mend(Transfer.Accounts);
            host.Mend(Transfer.Ledger);
        }

        await hosts[0].Host.RecoverAsync();
        await hosts[0].UntilAsync(Mode.Strict);
        await new Audit(raw).IsAtRestAsync();
        await hosts[0].EscrowStandsAtItsOwnerAsync();
        await hosts[0].HoldsAsync();
        var switches = (await hosts[0].RecordsAsync()).OfType<ModeSwitched>().ToList();
        Assert.Contains(switches, switched => switched.To is Mode.Degraded);
        return true;
    });

    private static async Task TransferAsync(ModesWorld host, Random random)
    {
        var from = random.Next(Accounts.Length);
        var to = (from + 1 + random.Next(Accounts.Length - 1)) % Accounts.Length;
        try
        {
            await host.TransferToEndAsync(Accounts[from], Accounts[to], random.Next(1, 150));
        }
        catch (NotAdmittedException)
        {
        }

        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 2_000)), host.Time);
    }

    private static async Task WeatherAsync(ModesWorld[] hosts, Random random)
    {
        var database = random.Next(2) == 0 ? Transfer.Accounts : Transfer.Ledger;
        await Task.Delay(TimeSpan.FromSeconds(random.Next(5, 20)), hosts[0].Time);
        foreach (var host in hosts)
            host.Cut(database);
        await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 25)), hosts[0].Time);
        foreach (var host in hosts)
            host.Mend(database);
    }

    /// <summary>At one moment, since the rows themselves take no time to read.</summary>
    private static async Task LookAsync(IPartitionStore raw, VirtualTime time)
    {
        await new Audit(raw).IsConservedAsync();
        Assert.All(await new Audit(raw).Rows<BookRow>("bank_accounts"), row => Assert.True(row.SetAside >= 0 && row.SetAside <= row.Balance, $"{row}"));
        await Task.Delay(TimeSpan.FromSeconds(2), time);
    }
}
