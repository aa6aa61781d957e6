using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Keeps projections up to date: passes one behind the other while there is much to do, else one at an interval.</summary>
internal sealed partial class ProjectionService(
    IEnumerable<IProjector> projectors, ServerlessTxOptions options, TimeProvider time, ILogger<ProjectionService> logger) : BackgroundService
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(projectors.Select(projector => KeepAsync(projector, stoppingToken)));

    private async Task KeepAsync(IProjector projector, CancellationToken stoppingToken)
    {
        var (isBuilt, looked) = (false, time.GetUtcNow());
        while (!stoppingToken.IsCancellationRequested)
        {
            var handled = 0;
            try
            {
                if (!isBuilt)
                    await projector.EnsureAsync(stoppingToken);
                isBuilt = true;
                handled = await projector.RunAsync(stoppingToken);
                if (time.GetUtcNow() - looked >= Late)
                {
                    looked = time.GetUtcNow();
                    var lag = await projector.LagAsync(stoppingToken);
                    if (lag.Since < looked - Late)
                        LogBehind(projector.Type, lag.Waiting, lag.Since.Value);
                }
            }
            catch (StoreUnavailableException unavailable)
            {
                LogUnavailable(unavailable.Message);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The appends wait in the feed; nothing is lost while they do.
                LogFailed(projector.Type, failure);
            }

            if (handled == 0)
                await Task.Delay(options.ProjectionInterval, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Projections of {Type} are behind: {Waiting} appends wait, the oldest since {Since}.")]
    private partial void LogBehind(string type, int waiting, DateTimeOffset since);

    [LoggerMessage(LogLevel.Warning, "Projections will go on later, since the store did not answer: {Message}")]
    private partial void LogUnavailable(string message);

    [LoggerMessage(LogLevel.Error, "Projections of {Type} will go on later; one met what it cannot handle.")]
    private partial void LogFailed(string type, Exception failure);
}
