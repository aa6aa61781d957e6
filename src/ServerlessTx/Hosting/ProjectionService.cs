using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Keeps projections up to date: passes one behind the other while there is much to do, else one at an interval.</summary>
internal sealed partial class ProjectionService(
    IEnumerable<IProjector> projectors, ServerlessTxOptions options, TimeProvider time, ILogger<ProjectionService> logger) : BackgroundService
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(projectors.Select(projector => KeepAsync(projector, stoppingToken)));

    /// <summary>While projections wait, so do the appends in the feed; nothing is lost.</summary>
    private Task KeepAsync(IProjector projector, CancellationToken stoppingToken)
    {
        var (isBuilt, looked) = (false, time.GetUtcNow());
        return new Repetition($"The projection of {projector.Type}", time, logger).RunAsync(
            options.ProjectionInterval,
            async stopping =>
            {
                if (!isBuilt)
                    await projector.EnsureAsync(stopping);
                isBuilt = true;
                var handled = await projector.RunAsync(stopping);
                if (time.GetUtcNow() - looked >= Late)
                {
                    looked = time.GetUtcNow();
                    await TellLagAsync(projector, looked - Late, stopping);
                }

                return handled > 0;
            },
            stoppingToken);
    }

    private async Task TellLagAsync(IProjector projector, DateTimeOffset before, CancellationToken stopping)
    {
        var lag = await projector.LagAsync(stopping);
        if (lag.Since < before)
            LogBehind(projector.Type, lag.Waiting, lag.Since.Value);
    }

    [LoggerMessage(LogLevel.Warning, "Projections of {Type} are behind: {Waiting} appends wait, the oldest since {Since}.")]
    private partial void LogBehind(string type, int waiting, DateTimeOffset since);
}
