using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Functions;

/// <summary>
/// Has orchestrations drive, each with its transaction's id. Somebody who waits is served by the fast path: the transaction runs in this
/// process for as long, and goes to an orchestration only when it does not finish, has to wait, or fails.
/// </summary>
internal sealed partial class DurableDrivers(
    TransactionRunner fastPath, TransactionStore store, DurableClients clients, AppSettings settings, TimeProvider time, ILogger<DurableDrivers> logger)
    : ITransactionDrivers
{
    /// <summary>What of the wait is kept for handing over, so that it has happened when the answer goes out.</summary>
    private static readonly TimeSpan LongestReserve = TimeSpan.FromMilliseconds(500);

    /// <summary>On the fast path; two orchestrations of one transaction are one instance.</summary>
    public IDisposable? TryKeep(TransactionId id) => fastPath.TryKeep(id);

    public async Task StartAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, TimeSpan wait = default)
    {
        if (wait > TimeSpan.Zero && settings.FastPath)
        {
            var reserve = wait / 4 < LongestReserve ? wait / 4 : LongestReserve;
            _ = fastPath.Start(id, workflow, evidence, due, new HandOver(wait - reserve, () => HandOverAsync(id, workflow)));
            return;
        }

        await ScheduleAsync(id, workflow, Generation.Of(evidence, due));
    }

    public async Task<bool> DrivesAsync(TransactionId id, CancellationToken cancellation)
    {
        if (fastPath.Running(id) is not null)
            return true;
        try
        {
            return await OrchestratesAsync(id, cancellation);
        }
        catch (Exception untold) when (!cancellation.IsCancellationRequested)
        {
            // Whether it runs is not known, and one whose hub does not answer could not be started again either: the next round asks again.
            LogUntold(id.ToString(), untold);
            return true;
        }
    }

    private async Task<bool> OrchestratesAsync(TransactionId id, CancellationToken cancellation)
    {
        var instance = await Client.GetInstanceAsync(id.ToString(), getInputsAndOutputs: false, cancellation);
        switch (instance?.RuntimeStatus)
        {
            case null or OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated:
                return false;
            case OrchestrationRuntimeStatus.Suspended:
                LogSuspended(id.ToString());
                return true;
            default:
                await WakeAsync(id);
                return true;
        }
    }

    public async Task WakeAsync(TransactionId id)
    {
        try
        {
            if (clients.Current is { } client)
                await client.RaiseEventAsync(id.ToString(), Names.WakeUp, eventPayload: "");
        }
        catch (Exception unraised)
        {
            // The instance is gone or was never started. What it would have been woken for is in the stream.
            LogUnraised(id.ToString(), unraised.Message);
        }
    }

    public Task? Running(TransactionId id) => fastPath.Running(id);

    private DurableTaskClient Client => clients.Current ?? throw new InvalidOperationException("This function has no Durable client.");

    /// <summary>Due now, so that recovery finds it at once should this process end before the orchestration is started.</summary>
    private async Task HandOverAsync(TransactionId id, Workflow workflow)
    {
        await store.MakeDueAsync(id, time.GetUtcNow(), CancellationToken.None);
        await ScheduleAsync(id, workflow, new Generation());
    }

    private async Task ScheduleAsync(TransactionId id, Workflow workflow, Generation generation)
    {
        try
        {
            await Client.ScheduleNewOrchestrationInstanceAsync(
                Names.Orchestrator(workflow.Definition.Pattern), generation, new StartOrchestrationOptions(id.ToString()));
        }
        catch (Exception unscheduled)
        {
            // A cancellation is the hub's too: nobody here can cancel this.
            LogUnscheduled(id.ToString(), unscheduled);
        }
    }

    [LoggerMessage(611, LogLevel.Error, "The orchestration of transaction {Id} is suspended, and nobody drives the transaction. Resume or terminate the instance.")]
    private partial void LogSuspended(string id);

    [LoggerMessage(612, LogLevel.Debug, "No wake-up for transaction {Id}: {Why}")]
    private partial void LogUnraised(string id, string why);

    [LoggerMessage(613, LogLevel.Warning, "Transaction {Id} is begun and left to recovery: its orchestration could not be started.")]
    private partial void LogUnscheduled(string id, Exception failure);

    [LoggerMessage(614, LogLevel.Warning, "Transaction {Id} is left to the next round: its orchestration could not be asked for.")]
    private partial void LogUntold(string id, Exception failure);
}
