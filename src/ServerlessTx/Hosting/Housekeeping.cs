using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// A round's share of what goes by itself: expired keys, locks that nobody takes any more and, with retention, old transactions and runs. A job
/// that fails is told, and takes nothing from the others.
/// </summary>
internal sealed class Housekeeping(
    KeySweep sweep, LockRows locks, Purge purge, RunPurge runs, ServerlessTxOptions options, TimeProvider time, ILogger<Housekeeping> logger)
{
    /// <returns>How many rows of keys and locks it swept, and how many of transactions and runs it purged.</returns>
    public async Task<(int Swept, int Purged)> RunAsync(CancellationToken stopping)
    {
        var swept = await CountAsync("The sweep of keys", sweep.RunAsync, stopping)
            + await CountAsync("The sweep of locks", ending => locks.SweepAsync(options.KeyLifetime, ending), stopping);
        var purged = await CountAsync("The purge of transactions", purge.RunAsync, stopping)
            + await CountAsync("The purge of choreographies", runs.RunAsync, stopping);
        return (swept, purged);
    }

    private Task<int> CountAsync(string what, Func<CancellationToken, Task<int>> job, CancellationToken stopping) =>
        new Repetition(what, time, logger).CountAsync(job, stopping);
}
