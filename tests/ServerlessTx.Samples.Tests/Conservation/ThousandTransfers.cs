using Xunit.Abstractions;

namespace ServerlessTx.Samples.Tests;

public sealed class ThousandTransfers(ITestOutputHelper output)
{
    private const int Transfers = 1_000;

    [Theory]
    [InlineData(0, 500)]
    [InlineData(0, 20_000)]
    [InlineData(20, 500)]
    public void Among_ten_accounts_money_is_conserved_no_lock_is_left_and_all_end(int everyMs, int lockWaitMs) => VirtualTime.Run(async time =>
    {
        var memory = new MemoryPartitionStore();
        var random = new Random(4);
        var host = new SampleHost(time, new SlowStore(memory, time, seed: 7), lockWait: TimeSpan.FromMilliseconds(lockWaitMs));
        var began = time.GetUtcNow();
        var starting = new List<Task<TransactionId>>();
        for (var i = 0; i < Transfers; i++)
        {
            var from = random.Next(10);
            starting.Add(host.TransferAsync($"acc_{from}", $"acc_{(from + random.Next(1, 10)) % 10}", random.Next(1, 200)));
            await Task.Delay(TimeSpan.FromMilliseconds(everyMs), time);
        }

        var ids = await Task.WhenAll(starting);
        await Task.WhenAll(ids.Select(host.EndAsync));
        var audit = new Audit(memory);
        await audit.IsAtRestAsync();

        var states = await Task.WhenAll(ids.Select(async id => (await host.Client.GetAsync(id))!));
        var committed = states.Count(state => state.Status is TransactionStatus.Committed);
        Assert.Equal(Transfers, committed + states.Count(state => state.Status is TransactionStatus.Aborted));
        Assert.Equal(2 * committed, await audit.CountAsync("ledger"));
        // A thousand at one moment, each of them patient for half a second: hardly one gets its turn, and that is a lawful outcome.
        Assert.True(committed > 100 || (everyMs, lockWaitMs) == (0, 500), $"{committed} were committed.");
        Assert.DoesNotContain(states, state => state.Heuristic);
        var reasons = states.GroupBy(state => state.Reason ?? "committed").OrderByDescending(group => group.Count());
        output.WriteLine($"one every {everyMs} ms, wait {lockWaitMs} ms, {(states.Max(state => state.FinishedAt)!.Value - began).TotalSeconds:0.0} s in all: "
            + string.Join(", ", reasons.Select(group => $"{group.Count()} {group.Key}")));
        return true;
    });
}
