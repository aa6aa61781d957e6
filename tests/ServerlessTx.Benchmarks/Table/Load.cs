using System.Diagnostics;

namespace ServerlessTx.Benchmarks;

/// <summary>A fixed amount of work by so many callers, each of which asks again when it was answered.</summary>
internal static class Load
{
    /// <returns>How many were done in a second.</returns>
    public static async Task<double> RateAsync(int callers, int count, Func<int, Task> one)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(callers, count)).Select(_ => Task.Run(async () =>
        {
            for (var mine = Interlocked.Increment(ref next); mine < count; mine = Interlocked.Increment(ref next))
                await one(mine);
        })));
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
