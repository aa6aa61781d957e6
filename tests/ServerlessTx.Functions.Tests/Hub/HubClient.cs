using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace ServerlessTx.Functions.Tests;

/// <summary>The client of a hub, as a function is handed it.</summary>
internal sealed class HubClient(Hub hub) : DurableTaskClient("test")
{
    public PurgeInstancesFilter? Purged { get; private set; }

    /// <summary>What a purge comes to; at once, and one instance, unless a test wants it otherwise.</summary>
    public Func<CancellationToken, Task<PurgeResult>> Purging { get; init; } = _ => Task.FromResult(new PurgeResult(1));

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var id = options!.InstanceId!;
        hub.Start(id, id, orchestratorName.Name, JsonDataConverter.Default.Serialize(input));
        return Task.FromResult(id);
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        hub.Raise(instanceId, eventName, JsonDataConverter.Default.Serialize(eventPayload));
        return Task.CompletedTask;
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        hub.IsUnreachable ? throw new InvalidOperationException("The hub cannot be reached.") : Task.FromResult(hub.Find(instanceId) is { } instance
            ? new OrchestrationMetadata(instance.Orchestrator, instance.Id) { RuntimeStatus = instance.Status }
            : null);

    public override Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Purged = filter;
        return Purging(cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        hub.Find(instanceId)!.Status = OrchestrationRuntimeStatus.Suspended;
        return Task.CompletedTask;
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
