using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Takes what the bus brings for each service of each choreography, and looks after the runs that are not settled.</summary>
internal sealed class ChoreographyService(
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

    private Task PumpAsync(Choreography choreography, ChoreographedService service, CancellationToken stopping)
    {
        var pump = new MessagePump(
            service.Name, queues.Open(service.Name), (message, ending) => messages.HandleAsync(choreography, service.Name, message, ending), time, logger);
        return new Repetition($"What comes for {service.Name}", time, logger).RunAsync(
            options.RecoveryInterval,
            async ending =>
            {
                await pump.RunAsync(Pause, ending, LongestPause);
                return true;
            },
            stopping);
    }

    private Task WatchAsync(CancellationToken stopping) => new Repetition("The watch over choreographies", time, logger).RunAsync(
        options.RecoveryInterval,
        async ending =>
        {
            await watch.RunAsync(ending);
            return false;
        },
        stopping);
}
