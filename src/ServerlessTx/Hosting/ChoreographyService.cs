using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Takes what the bus brings for each service of each choreography, and looks after the runs that are not settled.</summary>
internal sealed partial class ChoreographyService(
    ChoreographyRegistry registry, IMessageQueues queues, ChoreographyMessages messages, ChoreographyWatch watch, ServerlessTxOptions options,
    TimeProvider time, ILogger<ChoreographyService> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A queue where nothing comes costs a request a second.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => registry.All.Count == 0 ? Task.CompletedTask : Task.WhenAll(
    [
        WatchAsync(stoppingToken),
        .. registry.All.SelectMany(choreography => choreography.Services.Select(service => PumpAsync(choreography, service, stoppingToken))),
    ]);

    private async Task PumpAsync(Choreography choreography, ChoreographedService service, CancellationToken stopping)
    {
        var pump = new MessagePump(
            service.Name, queues.Open(service.Name), (message, ending) => messages.HandleAsync(choreography, service.Name, message, ending), time, logger);
        while (!stopping.IsCancellationRequested)
            await KeptAsync(() => pump.RunAsync(Pause, stopping, LongestPause), stopping);
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await KeptAsync(() => watch.RunAsync(stopping), stopping);
            await Task.Delay(options.RecoveryInterval, time, stopping);
        }
    }

    /// <summary>What fails here is tried again: a host that ended over it would leave all the rest.</summary>
    private async Task KeptAsync(Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (Exception unavailable) when (unavailable is StoreUnavailableException or BusUnavailableException)
        {
            LogUnavailable(unavailable.Message);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            LogFailed(failure);
            await Task.Delay(options.RecoveryInterval, time, stopping);
        }
    }

    [LoggerMessage(671, LogLevel.Warning, "Choreographies are looked after again later: {Message}")]
    private partial void LogUnavailable(string message);

    [LoggerMessage(672, LogLevel.Error, "Choreographies are looked after again later; something was met that was not expected.")]
    private partial void LogFailed(Exception failure);
}
