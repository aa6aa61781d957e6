using System.Diagnostics;

namespace ServerlessTx.Benchmarks;

/// <summary>
/// What a transaction costs with finished ones present. The floor is written into a table that is as full: where both grow alike it is the
/// store that grows, and the memory store says what is left of it without Azurite.
/// </summary>
internal static class GrowthLines
{
    private const int Sagas = 200;
    private const int Callers = 16;

    // Azurite's inserts slow down with the rows of a partition: to fill two tables with 100,000 takes it over an hour.
    private const int MostOnAzurite = 10_000;

    // For ten and a hundred times the rows: what is above it is growth and no noise.
    private const double Flat = 1.5;

    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        await foreach (var line in InMemoryAsync(bench))
            yield return line;
        await foreach (var line in OnAzuriteAsync(bench))
            yield return line;
    }

    private static async IAsyncEnumerable<Line> InMemoryAsync(Bench bench)
    {
        await using var product = await Product.On(new MemoryPartitionStore(), NoOps.Saga()).ReadyAsync();
        var (present, none) = (1, 0.0);
        foreach (var finished in bench.Scale.Finished)
        {
            await Load.RateAsync(Callers, Math.Max(0, finished - present), _ => product.RunAsync());
            var cost = await MsAsync(10 * Sagas, () => product.RunAsync());
            present = Math.Max(present, finished) + 10 * Sagas;
            none = none == 0 ? cost : none;
            yield return new(
                Text.Of($"growth: a saga with {finished:#,0} finished ones present, on the memory store"), Text.Ms(cost), Goal: Goal.AtMost(Flat, cost / none, " × the first"));
        }
    }

    private static async IAsyncEnumerable<Line> OnAzuriteAsync(Bench bench)
    {
        var rows = await SagaRows.OfOneAsync(withKey: false);
        await using var ourTable = await bench.TableAsync();
        await using var handTable = await bench.TableAsync();
        await using var product = await Product.On(ourTable, NoOps.Saga()).ReadyAsync();
        var (ours, hand) = (new HandWritten(rows, ourTable.Client), new HandWritten(rows, handTable.Client));
        var present = 0;
        foreach (var finished in bench.Scale.Finished.Where(finished => finished <= MostOnAzurite))
        {
            // The rows of finished transactions, however they came there: packed, since there are many.
            if (finished > present)
                await Task.WhenAll(new[] { ours, hand }.Select(filler => filler.PackedAsync(callers: 16 * 25, finished - present)));
            var (cost, floor) = await MsAsync(Sagas, () => product.RunAsync(), hand.OneAsync);
            present = finished + Sagas;
            yield return new(
                Text.Of($"growth: a saga with {finished:#,0} finished ones present, on Azurite"),
                $"{Text.Ms(cost)}, {Text.Times(cost / floor)}", $"{Text.Ms(floor)} for its four batches by hand, in a table as full",
                Goal.AtMost(Flat, cost / floor, " × the floor"));
        }
    }

    private static async Task<double> MsAsync(int count, Func<Task> one) => 1_000 / await Load.RateAsync(1, count, _ => one());

    /// <summary>In turns: the median of each.</summary>
    private static async Task<(double One, double Other)> MsAsync(int count, Func<Task> one, Func<Task> other)
    {
        var (ones, others) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < count; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            await one();
            ones.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            began = Stopwatch.GetTimestamp();
            await other();
            others.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return (ones.Median(), others.Median());
    }
}
