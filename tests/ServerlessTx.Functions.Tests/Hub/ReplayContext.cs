using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Functions.Tests;

/// <summary>
/// The context of one replay. Completions find their tasks by number alone, timers share the numbers, waiters for an event are last in,
/// first out, and everything that goes in or out is JSON, as in Durable.
/// </summary>
internal sealed class ReplayContext(string instanceId, IReadOnlyList<HistoryEvent> history, int committed) : TaskOrchestrationContext
{
    private readonly Dictionary<int, TaskCompletionSource<string?>> _open = [];
    private readonly HashSet<int> _openTimers = [];
    private readonly Dictionary<string, Stack<TaskCompletionSource<string?>>> _waiters = [];
    private readonly Dictionary<string, Queue<string?>> _unclaimed = [];
    private readonly Dictionary<int, HistoryEvent> _recorded = history
        .Where(happened => happened is HistoryEvent.TaskScheduled or HistoryEvent.TimerCreated)
        .ToDictionary(happened => happened is HistoryEvent.TaskScheduled task ? task.Number : ((HistoryEvent.TimerCreated)happened).Number);
    private DateTimeOffset _now;
    private string? _input;
    private int _number;
    private int _at;

    /// <summary>What this turn wants done: tasks and timers that no turn before had asked for.</summary>
    public List<HistoryEvent> Actions { get; } = [];

    /// <summary>The next execution's input, once the orchestrator has asked for one.</summary>
    public (string? Input, bool Preserve)? Continued { get; private set; }

    /// <summary>What is still open: none of it may be at the end.</summary>
    public IReadOnlyCollection<int> Open => _open.Keys;

    /// <summary>Who waits for an event. A waiter that is left behind swallows the next one.</summary>
    public int WaitersForEvents => _waiters.Values.Sum(waiters => waiters.Count);

    public bool IsWaiting => _open.Count > 0 || WaitersForEvents > 0;

    public OrchestratorThread Thread { get; } = new();

    public override TaskName Name => "orchestrator";

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => _now.UtcDateTime;

    public override bool IsReplaying => _at < committed;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    /// <summary>Replays the history. The task that comes back has ended, or waits for what has not happened yet.</summary>
    public Task<string> Run(Func<TaskOrchestrationContext, Task<string>> orchestrator)
    {
        Task<string>? running = null;
        for (_at = 0; _at < history.Count; _at++)
            Thread.Run(() => running = Apply(history[_at], orchestrator) ?? running);
        return running!;
    }

    public override T GetInput<T>() => _input is null ? default! : JsonDataConverter.Default.Deserialize<T>(_input)!;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        if (options is not null)
            throw new NotSupportedException("An attempt is a record: Durable's own retries would be in no evidence.");
        var number = _number++;
        Ask(number, new HistoryEvent.TaskScheduled(number, name.Name, JsonDataConverter.Default.Serialize(input)));
        var answer = await Opened(number).Task;
        return answer is null ? default! : JsonDataConverter.Default.Deserialize<TResult>(answer)!;
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var number = _number++;
        Ask(number, new HistoryEvent.TimerCreated(number, new DateTimeOffset(fireAt, TimeSpan.Zero)));
        var fired = Opened(number);
        _openTimers.Add(number);
        cancellationToken.Register(() =>
        {
            _open.Remove(number);
            fired.TrySetCanceled(cancellationToken);
        });
        return fired.Task;
    }

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        var raised = new TaskCompletionSource<string?>();
        if (Unclaimed(eventName).TryDequeue(out var payload))
            raised.SetResult(payload);
        else
            Waiters(eventName).Push(raised);
        return JsonDataConverter.Default.Deserialize<T>(await raised.Task)!;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        Continued = (JsonDataConverter.Default.Serialize(newInput), preserveUnprocessedEvents);

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();

    private Task<string>? Apply(HistoryEvent happened, Func<TaskOrchestrationContext, Task<string>> orchestrator)
    {
        switch (happened)
        {
            case HistoryEvent.TurnStarted turn:
                _now = turn.At;
                break;
            case HistoryEvent.ExecutionStarted started:
                _input = started.Input;
                return orchestrator(this);
            case HistoryEvent.TaskCompleted completed when _open.Remove(completed.Number, out var task):
                task.TrySetResult(completed.Result);
                break;
            case HistoryEvent.TaskFailed failed when _open.Remove(failed.Number, out var task):
                task.TrySetException(new TaskFailedException("activity", failed.Number, new InvalidOperationException(failed.Message)));
                break;
            case HistoryEvent.TimerFired fired when _open.Remove(fired.Number, out var timer):
                // Of an activity that has this number now, this is an answer that no activity gave.
                timer.TrySetResult(_openTimers.Contains(fired.Number) ? null : "\"fired\"");
                break;
            case HistoryEvent.EventRaised raised when Waiters(raised.Name).TryPop(out var waiter):
                waiter.TrySetResult(raised.Payload);
                break;
            case HistoryEvent.EventRaised raised:
                Unclaimed(raised.Name).Enqueue(raised.Payload);
                break;
        }

        return null;
    }

    private void Ask(int number, HistoryEvent action)
    {
        if (!_recorded.TryGetValue(number, out var recorded))
            Actions.Add(action);
        else if (recorded != action)
            throw new InvalidOperationException($"Not deterministic: the history has {recorded}, the replay {action}.");
    }

    private TaskCompletionSource<string?> Opened(int number) => _open[number] = new TaskCompletionSource<string?>();

    private Stack<TaskCompletionSource<string?>> Waiters(string name) =>
        _waiters.TryGetValue(name, out var waiters) ? waiters : _waiters[name] = new();

    private Queue<string?> Unclaimed(string name) => _unclaimed.TryGetValue(name, out var events) ? events : _unclaimed[name] = new();
}
