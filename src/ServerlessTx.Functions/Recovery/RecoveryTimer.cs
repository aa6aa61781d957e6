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
    private readonly ChoreographyWatch _choreographies = services.GetRequiredService<ChoreographyWatch>();
    private readonly ModeWatch _modes = services.GetRequiredService<ModeWatch>();
    private readonly Housekeeping _housekeeping = services.GetRequiredService<Housekeeping>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();
    private readonly IEnumerable<IProjector> _projectors = services.GetServices<IProjector>();

    [Function("recovery")]
    public async Task RunAsync(
        [TimerTrigger("%" + AppSettings.RecoverySchedule + "%")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken stopping)
    {
        clients.Use(durable);
        LogTaken(await CountAsync("Recovery", cancellation => _recovery.RunAsync(everything: false, cancellation), stopping));
        await CountAsync("The watch over choreographies", _choreographies.RunAsync, stopping);
        await CountAsync("The watch over modes", _modes.RunAsync, stopping);
        await CountAsync("The purge of finished orchestrations", cancellation => _finished.PurgeAsync(durable, cancellation), stopping);
        foreach (var projector in _projectors)
            await CountAsync($"The projection of {projector.Type}", cancellation => ProjectAsync(projector, cancellation), stopping);

        var (swept, purged) = await _housekeeping.RunAsync(stopping);
        LogGone(swept, purged);
    }

    private static async Task<int> ProjectAsync(IProjector projector, CancellationToken cancellation)
    {
        await projector.EnsureAsync(cancellation);
        return await projector.RunAsync(cancellation);
    }

    /// <summary>One job of the round. What fails of it is told and takes nothing from the others, however many rounds it goes on to fail.</summary>
    private Task<int> CountAsync(string what, Func<CancellationToken, Task<int>> job, CancellationToken stopping) =>
        new Repetition(what, _time, logger).CountAsync(job, stopping);

    [LoggerMessage(631, LogLevel.Information, "Started the orchestrations of {Count} open transactions again.")]
    private partial void LogTaken(int count);

    [LoggerMessage(634, LogLevel.Information, "Swept {Swept} rows of expired idempotency keys and unused locks and purged {Purged} of old transactions and choreographies.")]
    private partial void LogGone(int swept, int purged);
}
