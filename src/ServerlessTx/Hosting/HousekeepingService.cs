using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Sweeps expired keys, locks that nobody takes any more and, with retention, purges old transactions: a pass at an interval, and the next at once while there is much to do.</summary>
internal sealed partial class HousekeepingService(
    KeySweep sweep, LockRows locks, Purge purge, RunPurge runs, ServerlessTxOptions options, TimeProvider time, ILogger<HousekeepingService> logger) : BackgroundService
{
    /// <summary>A pass that deletes as much has more to do.</summary>
    private const int Much = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var gone = await PassAsync(stoppingToken);
            if (gone < Much)
                await Task.Delay(options.HousekeepingInterval, time, stoppingToken);
        }
    }

    private async Task<int> PassAsync(CancellationToken stoppingToken)
    {
        try
        {
            var swept = await sweep.RunAsync(stoppingToken) + await locks.SweepAsync(options.KeyLifetime, stoppingToken);
            var purged = await purge.RunAsync(stoppingToken) + await runs.RunAsync(stoppingToken);
            if (swept + purged > 0)
                LogGone(swept, purged);
            return swept + purged;
        }
        catch (StoreUnavailableException unavailable)
        {
            LogUnavailable(unavailable.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // It is only housekeeping: what cannot be cleared up must not take the host down.
            LogFailed(failure);
        }

        return 0;
    }

    [LoggerMessage(LogLevel.Information, "Swept {Swept} rows of expired idempotency keys and unused locks and purged {Purged} of old transactions and choreographies.")]
    private partial void LogGone(int swept, int purged);

    [LoggerMessage(LogLevel.Warning, "Housekeeping will go on later, since the store did not answer: {Message}")]
    private partial void LogUnavailable(string message);

    [LoggerMessage(LogLevel.Error, "Housekeeping will go on later; it met what it cannot clear up.")]
    private partial void LogFailed(Exception failure);
}
