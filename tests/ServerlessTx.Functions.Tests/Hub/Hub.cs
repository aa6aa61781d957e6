using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Functions.Tests;

/// <summary>
/// A task hub in virtual time. Before every step it replays the orchestrator from its history, with a new object and new inputs; activities
/// run at least once, and what can go wrong between a hub and its workers goes wrong as its faults say.
/// </summary>
internal sealed class Hub(VirtualTime time, IServiceProvider services, HubFaults faults)
{
    /// <summary>How long a worker may be silent before its activity is given to another.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, HubInstance> _instances = [];
    private readonly List<string> _answers = [];
    private readonly List<string> _violations = [];
    private IServiceProvider _services = services;
    private bool _isStopped;

    public int Activities { get; private set; }

    public int Timers { get; private set; }

    public int Turns { get; private set; }

    public int LongestHistory { get; private set; }

    /// <summary>A start or a question throws while this is set, as a hub that cannot be reached does.</summary>
    public bool IsUnreachable { get; set; }

    /// <summary>An orchestration that fails is the test's failure, unless it is what the test wants.</summary>
    public bool FailsTheTest { get; set; } = true;

    public HubFaults Faults => faults;

    public IEnumerable<HubInstance> Instances => _instances.Values;

    /// <summary>What no orchestrator may do, and this one did.</summary>
    public IEnumerable<string> Violations => _violations.Concat(_instances.Values
        .Where(instance => instance.Threads.Any(thread => thread.WasCalledFromOutside))
        .Select(instance => $"{instance.Id} awaited what is not its context's"));

    public HubInstance? Find(string id) => _instances.GetValueOrDefault(id);

    /// <summary>No worker is left.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>New code: from the next turn on, whatever is replayed is replayed on it.</summary>
    public void Deploy(IServiceProvider code) => _services = code;

    /// <param name="key">Where the hub keeps it: its id, except for a second execution of one instance.</param>
    /// <param name="id">The instance's id.</param>
    /// <param name="orchestrator">Which function.</param>
    /// <param name="input">Serialized.</param>
    public void Start(string key, string id, string orchestrator, string? input)
    {
        // As the real client does when its host ends the call, whatever the caller's own token says.
        if (IsUnreachable)
            throw new OperationCanceledException("The hub cannot be reached.");
        if (_instances.GetValueOrDefault(key) is { IsOver: false })
            throw new InvalidOperationException($"AlreadyExists: {id}");
        var instance = new HubInstance(id, orchestrator);
        _instances[key] = instance;
        Deliver(instance, 0, new HistoryEvent.ExecutionStarted(input));
    }

    public void Raise(string key, string name, string? payload)
    {
        if (_instances.GetValueOrDefault(key) is not { IsOver: false } instance)
            throw new InvalidOperationException($"There is no running instance {key}.");
        Deliver(instance, instance.Execution, new HistoryEvent.EventRaised(name, payload));
    }

    /// <summary>A message to an instance. One that is meant for another execution is dropped.</summary>
    public void Deliver(HubInstance instance, int execution, HistoryEvent happened)
    {
        if (instance.IsOver || execution != instance.Execution)
            return;
        instance.Inbox.Add(happened);
        if (!instance.HasTurnAhead)
            _ = TurnSoonAsync(instance);
    }

    private async Task TurnSoonAsync(HubInstance instance)
    {
        instance.HasTurnAhead = true;
        await Task.Yield();
        instance.HasTurnAhead = false;
        if (_isStopped || instance.IsOver || instance.Inbox.Count == 0 || instance.Status is OrchestrationRuntimeStatus.Suspended)
            return;
        Turn(instance);
    }

    private void Turn(HubInstance instance)
    {
        Turns++;
        instance.Status = OrchestrationRuntimeStatus.Running;
        List<HistoryEvent> history = [.. instance.History, new HistoryEvent.TurnStarted(time.GetUtcNow()), .. instance.Inbox];
        var context = new ReplayContext(instance.Id, history, instance.History.Count);
        instance.Threads.Add(context.Thread);
        var running = context.Run(OrchestratorOf(instance));
        if (!running.IsCompleted && !context.IsWaiting)
            Fail($"{instance.Id} awaits what is not its context's");
        if (running.IsCompleted && context.Open.Count > 0)
            Fail($"{instance.Id} ended beside tasks that are open: {string.Join(", ", context.Open)}");
        if (context.WaitersForEvents > 1)
            Fail($"{instance.Id} has {context.WaitersForEvents} waiters for events");

        if (!running.IsCompleted && faults.LosesTheTurn)
        {
            // The messages are out already; the turn is run again with whatever has come in until then.
            context.Actions.ForEach(action => Send(instance, action));
            if (faults.IsWoken)
                instance.Inbox.Insert(0, new HistoryEvent.EventRaised(Names.WakeUp, "\"\""));
            _ = TurnSoonAsync(instance);
            return;
        }

        instance.History = [.. history, .. context.Actions];
        instance.Inbox = [];
        LongestHistory = Math.Max(LongestHistory, instance.History.Count);
        Commit(instance, context, running);
    }

    /// <summary>On the one thread of virtual time, so that the test that waits for an end fails at once.</summary>
    private void Fail(string violation)
    {
        _violations.Add(violation);
        if (FailsTheTest)
            SynchronizationContext.Current!.Post(_ => throw new InvalidOperationException(violation), null);
    }

    private void Commit(HubInstance instance, ReplayContext context, Task<string> running)
    {
        if (running.IsFaulted)
        {
            instance.Status = OrchestrationRuntimeStatus.Failed;
            instance.Output = running.Exception.GetBaseException().Message;
            Fail($"{instance.Id} failed: {running.Exception.GetBaseException()}");
        }
        else if (running.IsCompleted && context.Continued is { } next)
        {
            if (next.Preserve)
                Fail($"{instance.Id} takes events along that it may have lost as well");
            if (!instance.History.OfType<HistoryEvent.TaskScheduled>().Any())
                Fail($"{instance.Id} has a generation without an activity, which spins");
            instance.Execution++;
            instance.History = [];
            Deliver(instance, instance.Execution, new HistoryEvent.ExecutionStarted(next.Input));
        }
        else if (running.IsCompleted)
        {
            instance.Status = OrchestrationRuntimeStatus.Completed;
            instance.Output = running.Result;
        }
        else
        {
            context.Actions.ForEach(action => Send(instance, action));
            if (faults.IsWoken)
                Deliver(instance, instance.Execution, new HistoryEvent.EventRaised(Names.WakeUp, "\"\""));
        }
    }

    private void Send(HubInstance instance, HistoryEvent action)
    {
        switch (action)
        {
            case HistoryEvent.TaskScheduled task:
                Activities++;
                _ = ActivityAsync(instance, instance.Execution, task);
                break;
            case HistoryEvent.TimerCreated timer:
                Timers++;
                _ = TimerAsync(instance, instance.Execution, timer);
                break;
        }
    }

    private async Task TimerAsync(HubInstance instance, int execution, HistoryEvent.TimerCreated timer)
    {
        if (timer.FireAt - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            await Task.Delay(left, time);
        Deliver(instance, execution, new HistoryEvent.TimerFired(timer.Number));
    }

    private async Task ActivityAsync(HubInstance instance, int execution, HistoryEvent.TaskScheduled task)
    {
        var failures = instance.History.TakeLast(8).OfType<HistoryEvent.TaskFailed>().Count();
        if (faults.IsLate)
            await Task.Delay(faults.Delay, time);
        if (faults.IsAnsweredForAnother && _answers.Count > 0)
            Deliver(instance, execution, new HistoryEvent.TaskCompleted(task.Number, faults.Pick(_answers)));
        if (faults.IsEndedByATimer)
            Deliver(instance, execution, new HistoryEvent.TimerFired(task.Number));
        if (faults.FailsBefore(failures))
        {
            Deliver(instance, execution, new HistoryEvent.TaskFailed(task.Number, "the worker ended"));
            return;
        }

        var (answer, fault) = await RunAsync(task);
        if (faults.FailsAfterwards(failures))
            Deliver(instance, execution, new HistoryEvent.TaskFailed(task.Number, "the worker ended"));
        if (faults.ComesTwice)
        {
            await Task.Delay(faults.Delay, time);
            (answer, fault) = await RunAsync(task);
        }

        Deliver(instance, execution, fault is null ? new HistoryEvent.TaskCompleted(task.Number, answer) : new HistoryEvent.TaskFailed(task.Number, fault));
    }

    /// <summary>A worker that has vanished is noticed when its lease is over; then another one runs the activity.</summary>
    private async Task<(string? Answer, string? Fault)> RunAsync(HistoryEvent.TaskScheduled task)
    {
        while (true)
        {
            var running = InvokeAsync(task);
            if (await Task.WhenAny(running, Task.Delay(Lease, time)) != running)
                continue;
            try
            {
                var answer = JsonDataConverter.Default.Serialize(await running);
                _answers.Add(answer!);
                return (answer, null);
            }
            catch (Exception failure)
            {
                return (null, failure.Message);
            }
        }
    }

    private Task<ActivityAnswer> InvokeAsync(HistoryEvent.TaskScheduled task)
    {
        var method = Function<TransactionActivities>(task.Name);
        var activities = ActivatorUtilities.CreateInstance<TransactionActivities>(_services);
        return (Task<ActivityAnswer>)method.Invoke(activities, [JsonDataConverter.Default.Deserialize<ActivityRequest>(task.Input!), new HubClient(this), CancellationToken.None])!;
    }

    private Func<TaskOrchestrationContext, Task<string>> OrchestratorOf(HubInstance instance)
    {
        var method = Function<TransactionOrchestrators>(instance.Orchestrator);
        var orchestrators = ActivatorUtilities.CreateInstance<TransactionOrchestrators>(_services);
        return context => (Task<string>)method.Invoke(orchestrators, [context])!;
    }

    private static MethodInfo Function<T>(string name) =>
        typeof(T).GetMethods().Single(method => method.GetCustomAttribute<FunctionAttribute>()?.Name == name);
}
