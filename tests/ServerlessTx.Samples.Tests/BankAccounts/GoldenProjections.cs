namespace ServerlessTx.Samples.Tests;

/// <summary>Read models as older versions left them, with appends that wait in the feed and a building that was begun.</summary>
public sealed class GoldenProjections
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_models_of_an_older_version_are_read_and_go_on(string file) => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time, await GoldenRows.RestoreAsync(Path.Combine(Folder, file)));
        var projector = bank.Projector();
        Assert.Equal(new LedgerTotal(2, 11m), await projector.FindAsync(AccountProjections.Ledger, "EUR"));
        Assert.Equal(3, (await projector.LagAsync()).Waiting);
        await projector.EnsureAsync();
        Assert.Equal(3, await projector.RunAsync());
        await ProjectedBank.AgreesAsync(bank, projector, ["a", "b", "c"]);
        return true;
    });

    [Fact]
    public void This_version_has_its_file() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        var projector = bank.Projector();
        await projector.EnsureAsync();
        await bank.DoAsync("a", new AccountCommand.Open("ann", "EUR", 10m));
        await bank.DoAsync("b", new AccountCommand.Open("bob", "EUR", 1m));
        await projector.RunAsync();
        await bank.DoAsync("c", new AccountCommand.Open("bob", "USD", 5m));
        await bank.DoAsync("a", new AccountCommand.Withdraw(4m));
        await bank.DoAsync("b", new AccountCommand.Deposit(4m));
        try
        {
            await bank.Projector(new CrashingStore(bank.Store, crashAt: 20, isBehind: false)).RebuildAsync("ledger");
        }
        catch (CrashedException)
        {
            // It was begun and not ended.
        }

        var shards = Enumerable.Range(0, 16).SelectMany(shard => new[] { $"g{shard:x2}", $"p{shard:x2}" });
        await GoldenRows.KeepAsync(Path.Combine(Folder, "bank-1.json"), bank.Store, [MetaRow.Partition, .. shards]);
        Assert.True(File.Exists(Path.Combine(Folder, "bank-1.json")));
        return true;
    });

    private static string Folder { get; } = Path.Combine(GoldenRows.Folder(), "Projections");
}
