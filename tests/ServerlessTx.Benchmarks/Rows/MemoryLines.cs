namespace ServerlessTx.Benchmarks;

/// <summary>Bytes: allocated for each transaction, and held by those that are open.</summary>
internal static class MemoryLines
{
    private const int Open = 1_000;
    private const int Measured = 2_000;

    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        yield return await AllocatedInMemoryAsync();
        yield return await AllocatedOnTableAsync(bench);
        yield return await HeldAsync(bench);
    }

    private static async Task<Line> AllocatedInMemoryAsync()
    {
        await using var product = await Product.On(new MemoryPartitionStore(), NoOps.Saga()).ReadyAsync();
        var bytes = await AllocatedAsync(1, Measured, _ => product.RunAsync());
        return new("memory: allocated by a saga of three steps, on the memory store", Text.Of($"{bytes / 1024:0.0} KiB"));
    }

    private static async Task<Line> AllocatedOnTableAsync(Bench bench)
    {
        await using var ourTable = await bench.TableAsync();
        await using var handTable = await bench.TableAsync();
        await using var product = await Product.On(ourTable, NoOps.Saga()).ReadyAsync();
        var hand = new HandWritten(await SagaRows.OfOneAsync(withKey: false), handTable.Client);
        var count = bench.Scale.InARun(1);
        var ours = await AllocatedAsync(1, count, _ => product.RunAsync());
        var floor = await AllocatedAsync(1, count, _ => hand.OneAsync());
        return new(
            "memory: the same on a table, the client's part included",
            Text.Of($"{ours / 1024:0.0} KiB"), Text.Of($"{floor / 1024:0.0} KiB for its four batches by hand"));
    }

    /// <summary>All wait in their first step at one moment.</summary>
    private static async Task<Line> HeldAsync(Bench bench)
    {
        await using var table = await bench.TableAsync();
        var gate = new TaskCompletionSource();
        using var arrived = new SemaphoreSlim(0);
        await using var product = Product.On(table, NoOps.Saga(() =>
        {
            arrived.Release();
            return gate.Task;
        }));
        var first = product.RunAsync();
        await arrived.WaitAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var all = Enumerable.Range(0, Open).Select(_ => product.RunAsync()).ToList();
        for (var open = 0; open < Open; open++)
            await arrived.WaitAsync();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        gate.SetResult();
        await Task.WhenAll([first, .. all]);
        return new(
            "memory: held by each of 1,000 that are open at once", Text.Of($"{held / 1024.0 / Open:0.0} KiB"),
            Text.Of($"{held / 1024.0 / 1024:0.0} MiB in all"));
    }

    private static async Task<double> AllocatedAsync(int callers, int count, Func<int, Task> one)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Load.RateAsync(callers, count, one);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count;
    }
}
