using System.Collections.Concurrent;
using System.Diagnostics;

namespace ServerlessTx.Benchmarks;

/// <summary>How long a host that comes up takes to end what another left open in the middle of its first step.</summary>
internal static class RecoveryLines
{
    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        await using var table = await bench.TableAsync();
        yield return await MeasureAsync(bench.Scale.Open, "Azurite", workflow => Product.On(table, workflow));
        var memory = new MemoryPartitionStore();
        yield return await MeasureAsync(bench.Scale.Open, "the memory store", workflow => Product.On(memory, workflow));
    }

    private static async Task<Line> MeasureAsync(int open, string store, Func<Workflow, Product> start)
    {
        var ids = new ConcurrentBag<TransactionId>();
        await using (var first = start(NoOps.Saga(() => Task.Delay(Timeout.Infinite))))
            await Load.RateAsync(16, open, async _ => ids.Add((await first.Client.StartAsync(new StartRequest(NoOps.Name, NoOps.Input))).Id));

        await using var next = start(NoOps.Saga());
        var recovery = next.Get<Recovery>();
        var began = Stopwatch.GetTimestamp();
        var taken = await recovery.RunAsync(everything: true, CancellationToken.None);
        await Task.WhenAll(ids.Select(id => next.Runner.Running(id) ?? Task.CompletedTask));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new(
            Text.Of($"recovery: {open:#,0} open transactions, on {store}"), Text.Of($"{seconds:0.00} s until all had ended"),
            Text.Of($"{taken:#,0} taken over, {1_000 * seconds / open:0.0} ms each"));
    }
}
