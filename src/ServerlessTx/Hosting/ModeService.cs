using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Looks after the groups of this host at an interval.</summary>
internal sealed partial class ModeService(
    ModeWatch watch, ModeRegistry registry, ServerlessTxOptions options, TimeProvider time, ILogger<ModeService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (registry.All.Any() && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await watch.RunAsync(stoppingToken);
            }
            catch (StoreUnavailableException unavailable)
            {
                LogUnavailable(unavailable.Message);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }

            await Task.Delay(options.ModeInterval, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Modes are looked after later, since the store did not answer: {Message}")]
    private partial void LogUnavailable(string message);

    [LoggerMessage(LogLevel.Error, "Modes are looked after later; it met what it did not expect.")]
    private partial void LogFailed(Exception failure);
}
