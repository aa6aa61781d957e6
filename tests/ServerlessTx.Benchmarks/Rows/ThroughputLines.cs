namespace ServerlessTx.Benchmarks;

/// <summary>Sagas a second, by how many are in flight, against what hand-written code gets through with the same rows.</summary>
internal static class ThroughputLines
{
    private const string Ours = "ours";
    private const string Ungrouped = "ours, ungrouped";
    private const string Packed = "packed";
    private const string EachAlone = "each alone";

    private const int Busy = 200;
    private const double LeastOfTheFloor = 0.7;
    private const double LeastOfUngrouped = 2.7;

    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        var rows = await SagaRows.OfOneAsync(withKey: false);
        foreach (var callers in new[] { 1, 16, Busy, 1_000 })
        {
            var count = bench.Scale.InARun(callers);
            var ways = new List<(string Name, Func<Task<double>> RunAsync)>
            {
                (Ours, () => OursAsync(bench, callers, count, grouped: true)),
                (Packed, () => HandAsync(bench, rows, hand => hand.PackedAsync(callers, count))),
            };
            // A thousand connections at once are more than Azurite takes, and packed is faster long before.
            if (callers <= Busy)
                ways.Add((EachAlone, () => HandAsync(bench, rows, hand => hand.EachAloneAsync(callers, count))));
            if (callers == Busy)
                ways.Add((Ungrouped, () => OursAsync(bench, callers, count, grouped: false)));
            var runs = ways.ToDictionary(way => way.Name, _ => new List<double>());
            for (var round = 0; round < bench.Scale.Rounds; round++)
            {
                // To and fro, so that none is always the first.
                foreach (var (name, runAsync) in round % 2 == 0 ? ways : Enumerable.Reverse(ways))
                    runs[name].Add(await runAsync());
            }

            var ours = runs[Ours].Median();
            var (best, floor) = new[] { EachAlone, Packed }.Where(runs.ContainsKey).Select(way => (way, Rate: runs[way].Median())).MaxBy(way => way.Rate);
            yield return new(
                Text.Of($"throughput: sagas of three steps, {callers:#,0} at once"),
                $"{Text.Rate(ours)}, {Text.Times(ours / floor)}",
                $"{Text.Rate(floor)} for their batches by hand, {best}",
                callers == Busy ? Goal.AtLeast(LeastOfTheFloor, ours / floor, " ×") : null);
            if (callers == Busy)
            {
                var alone = runs[Ungrouped].Median();
                yield return new(
                    $"throughput: group commit, {Busy} at once", Text.Times(ours / alone), $"{Text.Rate(alone)} for the same without it",
                    Goal.AtLeast(LeastOfUngrouped, ours / alone, " ×"));
            }
        }
    }

    private static async Task<double> OursAsync(Bench bench, int callers, int count, bool grouped)
    {
        await using var table = await bench.TableAsync();
        await using var product = await (grouped ? Product.On(table, NoOps.Saga()) : Product.On(table.Store, NoOps.Saga())).ReadyAsync();
        return await Load.RateAsync(callers, count, _ => product.RunAsync());
    }

    private static async Task<double> HandAsync(Bench bench, SagaRows rows, Func<HandWritten, Task<double>> run)
    {
        await using var table = await bench.TableAsync();
        return await run(new HandWritten(rows, table.Client));
    }
}
