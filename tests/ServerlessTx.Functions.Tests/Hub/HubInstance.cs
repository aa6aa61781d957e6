using Microsoft.DurableTask.Client;

namespace ServerlessTx.Functions.Tests;

/// <summary>An orchestration as the hub keeps it.</summary>
internal sealed class HubInstance(string id, string orchestrator)
{
    public string Id { get; } = id;

    public string Orchestrator { get; } = orchestrator;

    public OrchestrationRuntimeStatus Status { get; set; } = OrchestrationRuntimeStatus.Pending;

    /// <summary>Counts executions: a completion that was meant for an earlier one is dropped.</summary>
    public int Execution { get; set; }

    public List<HistoryEvent> History { get; set; } = [];

    public List<HistoryEvent> Inbox { get; set; } = [];

    public bool HasTurnAhead { get; set; }

    public string? Output { get; set; }

    /// <summary>The threads of all replays: what is awaited outside the context may come back long after its turn.</summary>
    public List<OrchestratorThread> Threads { get; } = [];

    public bool IsOver => Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
