using System.Collections.Concurrent;
using System.Diagnostics;

namespace ServerlessTx.Benchmarks;

/// <summary>So many transfers by so many callers, each repeated until it is committed, within a bound.</summary>
/// <param name="Wanted">How many there were to be.</param>
/// <param name="Committed">How many were in time.</param>
/// <param name="Refused">Attempts that were not committed.</param>
/// <param name="PerSecond">Committed transfers.</param>
/// <param name="LongestMs">The longest that a committed one took, its repetitions included.</param>
/// <param name="CpuMs">Processor time for each committed one: what a loaded machine does not change.</param>
internal sealed record TransferRun(int Wanted, int Committed, int Refused, double PerSecond, double LongestMs, double CpuMs)
{
    public bool IsFinished => Committed == Wanted;

    public static async Task<TransferRun> MeasureAsync(IBank bank, int callers, int accounts, int count, TimeSpan bound)
    {
        var took = new ConcurrentBag<double>();
        var refused = 0;
        var cpu = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        await Load.RateAsync(callers, count, async number =>
        {
            var random = new Random(number);
            var from = random.Next(accounts);
            var to = (from + random.Next(1, accounts)) % accounts;
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < bound)
            {
                if (await bank.TransferAsync(from, to))
                {
                    took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    return;
                }

                Interlocked.Increment(ref refused);
            }
        });
        return new(
            count, took.Count, refused, took.Count / Stopwatch.GetElapsedTime(began).TotalSeconds, took.DefaultIfEmpty(0).Max(),
            (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / Math.Max(1, took.Count));
    }
}
