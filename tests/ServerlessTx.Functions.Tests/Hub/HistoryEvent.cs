namespace ServerlessTx.Functions.Tests;

/// <summary>What a task hub keeps of an execution, in order: all that an orchestrator is replayed from.</summary>
internal abstract record HistoryEvent
{
    public sealed record ExecutionStarted(string? Input) : HistoryEvent;

    public sealed record TurnStarted(DateTimeOffset At) : HistoryEvent;

    public sealed record TaskScheduled(int Number, string Name, string? Input) : HistoryEvent;

    public sealed record TaskCompleted(int Number, string? Result) : HistoryEvent;

    public sealed record TaskFailed(int Number, string Message) : HistoryEvent;

    public sealed record TimerCreated(int Number, DateTimeOffset FireAt) : HistoryEvent;

    public sealed record TimerFired(int Number) : HistoryEvent;

    public sealed record EventRaised(string Name, string? Payload) : HistoryEvent;
}
