namespace ServerlessTx.Testing;

/// <summary>What a workflow's participants rest on, fresh for one run: it outlives the processes that vanish.</summary>
public sealed class WorkflowWorld
{
    /// <summary>
    /// Defines the workflow in a process that begins now. Its participants reach what is durable through the crash points of that process.
    /// </summary>
    public required Func<CrashPoints, Workflow> Define { get; init; }

    /// <summary>The effects that stand at all participants, as text, without ids and stamps.</summary>
    public required Func<Task<string>> Effects { get; init; }
}
