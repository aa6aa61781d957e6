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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var everything = options.IsOnlyHost;
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var taken = await recovery.RunAsync(everything, stoppingToken);
                if (taken > 0 || isFirst)
                    LogTaken(taken);
                everything = isFirst = false;
            }
            catch (StoreUnavailableException unavailable)
            {
                LogUnavailable(unavailable.Message);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // A host that ends here would leave what it drives; the next look may find the store, or its permission, mended.
                LogFailed(failure);
            }

            await Task.Delay(options.RecoveryInterval, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Resumed {Count} open transactions.")]
    private partial void LogTaken(int count);

    [LoggerMessage(LogLevel.Warning, "Recovery will look again, since the store did not answer: {Message}")]
    private partial void LogUnavailable(string message);

    [LoggerMessage(LogLevel.Error, "Recovery will look again; it met what it did not expect.")]
    private partial void LogFailed(Exception failure);
}
