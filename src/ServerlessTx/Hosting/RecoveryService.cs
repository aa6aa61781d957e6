using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Takes up what was open when the host starts, looks again at an interval, and leaves running transactions where they are when it stops.</summary>
internal sealed partial class RecoveryService(
    Recovery recovery, TransactionRunner runner, ServerlessTxOptions options, TimeProvider time, ILogger<RecoveryService> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await runner.StopAsync();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var everything = options.IsOnlyHost;
        var isFirst = true;
        // A host that ended over a failure would leave what it drives; the next look may find the store, or its permission, mended.
        return new Repetition("Recovery", time, logger).RunAsync(
            options.RecoveryInterval,
            async stopping =>
            {
                var taken = await recovery.RunAsync(everything, stopping);
                if (taken > 0 || isFirst)
                    LogTaken(taken);
                everything = isFirst = false;
                return false;
            },
            stoppingToken);
    }

    [LoggerMessage(LogLevel.Information, "Resumed {Count} open transactions.")]
    private partial void LogTaken(int count);
}
