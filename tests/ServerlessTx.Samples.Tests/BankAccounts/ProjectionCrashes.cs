namespace ServerlessTx.Samples.Tests;

/// <summary>A projecting process that dies at each of its writes, before it lands or behind it; and several at once over a slow store.</summary>
public sealed class ProjectionCrashes
{
    private static readonly string[] Ids = ["a", "b", "c", "d"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whichever_write_it_dies_at_the_next_process_goes_on_and_everything_adds_up(bool isBehind)
    {
        var writes = 0;
        while (VirtualTime.Run(time => RunAsync(time, [writes + 1], isBehind)))
            writes++;
        Assert.InRange(writes, 60, 1_000);
    }

    /// <summary>Of all pairs of writes some, spread over both.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void So_it_is_when_the_next_process_dies_too(bool isBehind)
    {
        var (first, pairs) = (1, 0);
        while (VirtualTime.Run(time => RunAsync(time, [first], isBehind)))
        {
            for (var second = 1 + (first % 23); VirtualTime.Run(time => RunAsync(time, [first, second], isBehind)); second += 23)
                pairs++;
            first += 3;
        }

        Assert.InRange(pairs, 40, 1_000);
    }

    /// <returns>Whether every process came to the write that it was to die at.</returns>
    private static async Task<bool> RunAsync(VirtualTime time, IReadOnlyList<int> crashes, bool isBehind)
    {
        var bank = new Bank(time);
        await OpenAsync(bank);
        var haveDied = true;
        foreach (var crashAt in crashes)
            haveDied &= await LiveAsync(bank, new CrashingStore(bank.Store, crashAt, isBehind));
        await MoveAsync(bank, 4m);
        var last = bank.Projector();
        await last.EnsureAsync();
        await last.RunAsync();
        await ProjectedBank.AgreesAsync(bank, last, Ids);
        return haveDied;
    }

    private static async Task<bool> LiveAsync(Bank bank, CrashingStore mortal)
    {
        try
        {
            var first = bank.Projector(mortal);
            await first.EnsureAsync();
            await MoveAsync(bank, 1m);
            await first.RunAsync();
            await MoveAsync(bank, 2m);
            await first.RebuildAsync("ledger");
            await first.RunAsync();
        }
        catch (CrashedException)
        {
        }

        return mortal.HasCrashed;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Two_projecting_processes_a_rebuild_and_writers_at_once_come_to_the_same(int seed) => VirtualTime.Run(async time =>
    {
        var memory = new MemoryPartitionStore();
        var bank = new Bank(time, memory);
        await OpenAsync(bank);
        var (one, two) = (bank.Projector(new SlowStore(memory, time, seed)), bank.Projector(new SlowStore(memory, time, seed + 1)));
        await Task.WhenAll(one.EnsureAsync(), two.EnsureAsync(), MoveSlowlyAsync(bank, time, seed));
        await Task.WhenAll(
            MoveSlowlyAsync(bank, time, seed + 2), one.RunAsync(), two.RunAsync(), one.RebuildAsync("ledger"), two.RebuildAsync("balances_by_customer"),
            two.RebuildAsync("ledger"));
        var third = bank.Projector();
        await third.EnsureAsync();
        await third.RunAsync();
        await ProjectedBank.AgreesAsync(bank, third, Ids);
        return true;
    });

    public static TheoryData<int> Seeds() => new(Enumerable.Range(1, 100));

    private static async Task OpenAsync(Bank bank)
    {
        foreach (var (id, i) in Ids.Select((id, i) => (id, i)))
            await bank.DoAsync(id, new AccountCommand.Open($"customer/{i % 2}", i < 3 ? "EUR" : "USD", 10m));
    }

    private static async Task MoveAsync(Bank bank, decimal amount)
    {
        await bank.DoAsync("a", new AccountCommand.Withdraw(amount));
        await bank.DoAsync("b", new AccountCommand.Deposit(amount));
        await bank.DoAsync("d", new AccountCommand.Deposit(amount));
    }

    private static async Task MoveSlowlyAsync(Bank bank, VirtualTime time, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(60)), time);
            await bank.DoAsync(Ids[random.Next(Ids.Length)], new AccountCommand.Deposit(random.Next(1, 100)));
        }
    }
}
