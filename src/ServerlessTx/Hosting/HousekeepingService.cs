using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Sweeps expired keys, locks that nobody takes any more and, with retention, purges old transactions: a pass at an interval, and the next at once while there is much to do.</summary>
internal sealed partial class HousekeepingService(
    KeySweep sweep, LockRows locks, Purge purge, RunPurge runs, ServerlessTxOptions options, TimeProvider time, ILogger<HousekeepingService> logger) : BackgroundService
{
    /// <summary>A pass that deletes as much has more to do.</summary>
    private const int Much = 500;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new Repetition("Housekeeping", time, logger).RunAsync(options.HousekeepingInterval, PassAsync, stoppingToken);

    /// <returns>Whether there is more to do.</returns>
    public async Task<bool> PassAsync(CancellationToken stopping)
    {
        var swept = await CountAsync("The sweep of keys", sweep.RunAsync, stopping)
            + await CountAsync("The sweep of locks", ending => locks.SweepAsync(options.KeyLifetime, ending), stopping);
        var purged = await CountAsync("The purge of transactions", purge.RunAsync, stopping)
            + await CountAsync("The purge of choreographies", runs.RunAsync, stopping);
        if (swept + purged > 0)
            LogGone(swept, purged);
        return swept + purged >= Much;
    }

    /// <summary>What fails in one of them is told, and keeps the others from nothing.</summary>
    private Task<int> CountAsync(string what, Func<CancellationToken, Task<int>> job, CancellationToken stopping) =>
        new Repetition(what, time, logger).CountAsync(job, stopping);

    [LoggerMessage(LogLevel.Information, "Swept {Swept} rows of expired idempotency keys and unused locks and purged {Purged} of old transactions and choreographies.")]
    private partial void LogGone(int swept, int purged);
}
