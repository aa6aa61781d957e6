using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Sweeps expired keys, locks that nobody takes any more and, with retention, purges old transactions: a pass at an interval, and the next at once while there is much to do.</summary>
internal sealed partial class HousekeepingService(
    Housekeeping housekeeping, ServerlessTxOptions options, TimeProvider time, ILogger<HousekeepingService> logger) : BackgroundService
{
    /// <summary>A pass that deletes as much has more to do.</summary>
    private const int Much = 500;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new Repetition("Housekeeping", time, logger).RunAsync(options.HousekeepingInterval, PassAsync, stoppingToken);

    private async Task<bool> PassAsync(CancellationToken stopping)
    {
        var (swept, purged) = await housekeeping.RunAsync(stopping);
        if (swept + purged > 0)
            LogGone(swept, purged);
        return swept + purged >= Much;
    }

    [LoggerMessage(LogLevel.Information, "Swept {Swept} rows of expired idempotency keys and unused locks and purged {Purged} of old transactions and choreographies.")]
    private partial void LogGone(int swept, int purged);
}
