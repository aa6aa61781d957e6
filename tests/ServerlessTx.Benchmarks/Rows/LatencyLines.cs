using System.Diagnostics;

namespace ServerlessTx.Benchmarks;

/// <summary>A saga alone against its four batches written by hand, in turns, so that whatever else the machine does meets both.</summary>
internal static class LatencyLines
{
    private const double Most = 1.2;

    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        await using var ourTable = await bench.TableAsync();
        await using var handTable = await bench.TableAsync();
        await using var product = await Product.On(ourTable, NoOps.Saga()).ReadyAsync();
        var hand = new HandWritten(await SagaRows.OfOneAsync(withKey: false), handTable.Client);
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < bench.Scale.Pairs; pair++)
        {
            ours.Add(await TimeAsync(() => product.RunAsync()));
            floor.Add(await TimeAsync(hand.OneAsync));
        }

        foreach (var percent in new[] { 50, 95 })
        {
            var ratio = ours.Percentile(percent) / floor.Percentile(percent);
            yield return new(
                $"latency: saga of three steps alone, p{percent}",
                $"{Text.Ms(ours.Percentile(percent))}, {Text.Times(ratio)}",
                $"{Text.Ms(floor.Percentile(percent))} for its four batches by hand",
                Goal.AtMost(Most, ratio, " ×"));
        }
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
