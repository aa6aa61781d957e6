using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Functions;

/// <summary>
/// Recovery. It never drives: a transaction whose orchestration is not there is taken over and given another one, one that runs is woken,
/// one that is suspended is reported. Behind it come choreographies, modes, and the shares of a round of projecting, sweeping and purging. Two at
/// once are safe, since a takeover is an append and one of the two loses.
/// </summary>
public sealed partial class RecoveryTimer(IServiceProvider services, DurableClients clients, ILogger<RecoveryTimer> logger)
{
    private readonly ServerlessTx.Recovery _recovery = services.GetRequiredService<ServerlessTx.Recovery>();
    private readonly FinishedInstances _finished = services.GetRequiredService<FinishedInstances>();
    private readonly KeySweep _sweep = services.GetRequiredService<KeySweep>();
    private readonly ChoreographyWatch _choreographies = services.GetRequiredService<ChoreographyWatch>();
    private readonly ModeWatch _modes = services.GetRequiredService<ModeWatch>();
    private readonly LockRows _locks = services.GetRequiredService<LockRows>();
    private readonly ServerlessTxOptions _options = services.GetRequiredService<ServerlessTxOptions>();
    private readonly Purge _purge = services.GetRequiredService<Purge>();
    private readonly RunPurge _runs = services.GetRequiredService<RunPurge>();
    private readonly IEnumerable<IProjector> _projectors = services.GetServices<IProjector>();

    [Function("recovery")]
    public async Task RunAsync(
        [TimerTrigger("%" + AppSettings.RecoverySchedule + "%")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken stopping)
    {
        clients.Use(durable);
        try
        {
            var taken = await _recovery.RunAsync(everything: false, stopping);
            LogTaken(taken);
            await _choreographies.RunAsync(stopping);
            await _modes.RunAsync(stopping);
            await _finished.PurgeAsync(durable, stopping);
            foreach (var projector in _projectors)
            {
                await projector.EnsureAsync(stopping);
                await projector.RunAsync(stopping);
            }

            var swept = await _sweep.RunAsync(stopping) + await _locks.SweepAsync(_options.KeyLifetime, stopping);
            LogGone(swept, await _purge.RunAsync(stopping) + await _runs.RunAsync(stopping));
        }
        catch (Exception unavailable) when (unavailable is StoreUnavailableException or BusUnavailableException)
        {
            LogUnavailable(unavailable.Message);
        }
    }

    [LoggerMessage(631, LogLevel.Information, "Started the orchestrations of {Count} open transactions again.")]
    private partial void LogTaken(int count);

    [LoggerMessage(634, LogLevel.Information, "Swept {Swept} rows of expired idempotency keys and unused locks and purged {Purged} of old transactions and choreographies.")]
    private partial void LogGone(int swept, int purged);

    [LoggerMessage(632, LogLevel.Warning, "Recovery will look again, since the store or the bus did not answer: {Message}")]
    private partial void LogUnavailable(string message);
}
