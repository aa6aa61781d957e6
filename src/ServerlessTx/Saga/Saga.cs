using System.Text.Json;

namespace ServerlessTx;

/// <summary>Begins the definition of a saga.</summary>
public static class Saga
{
    /// <summary>A saga without steps yet.</summary>
    /// <param name="name">The workflow's name: letters, digits, <c>_</c> and <c>-</c>, at most 64.</param>
    /// <param name="version">From 1; raise it when the shape changes, and keep the old one registered while its transactions run.</param>
    /// <param name="policy">How its participants are called.</param>
    /// <param name="deadline">How long it may stay undecided; five minutes by default.</param>
    public static SagaHead<TInput> For<TInput>(string name, int version, CallPolicy? policy = null, TimeSpan? deadline = null) =>
        new(WorkflowDraft.Empty(name, version, Pattern.Saga, policy, deadline ?? TimeSpan.FromMinutes(5)));
}

/// <summary>
/// A saga: compensatable steps, at most one pivot, then steps that cannot be refused. The types of its parts let no other order compile.
/// </summary>
/// <typeparam name="TInput">Its input, a type that JSON can be read into; data annotations on it are checked before anything begins.</typeparam>
public class Saga<TInput> : Workflow
{
    internal Saga(WorkflowDraft draft) : base(draft)
    {
    }

    internal override Type InputType => typeof(TInput);

    internal override void Check(JsonElement input) => Check<TInput>(input);

    private protected static DefinedBranch Step(string service, string operation, Phase phase, string? undo = null) =>
        new() { Branch = operation, Service = service, Operation = operation, Phase = phase, Undo = undo, Group = 0 };

    private protected static DefinedBranch Waiting(string service, string operation, string signal, TimeSpan within, int rounds) =>
        Step(service, operation, Phase.Wait) with
        {
            Wait = new DefinedWait { Signal = signal, WithinMs = (long)within.TotalMilliseconds, Rounds = rounds },
        };
}

/// <summary>The part of a saga in which steps are undone when a later one does not succeed.</summary>
public sealed class SagaHead<TInput> : Saga<TInput>
{
    internal SagaHead(WorkflowDraft draft) : base(draft)
    {
    }

    /// <summary>A step that can be undone.</summary>
    /// <param name="service">The service that takes part.</param>
    /// <param name="operation">What it does; unique in the saga.</param>
    /// <param name="action">Does it, or refuses. An exception is no answer: the step may have run.</param>
    /// <param name="undo">What undoing it is called.</param>
    /// <param name="compensation">Undoes it; is handed the action's result, or none when that is unknown.</param>
    public SagaHead<TInput> Step<TResult>(
        string service, string operation, Func<Call<TInput>, Task<StepAnswer<TResult>>> action,
        string undo, Func<Call<TInput>, TResult?, Task<Conclusion>> compensation) =>
        new(Draft.Add(Step(service, operation, Phase.Action, undo), Handlers.Step(action, compensation)));

    /// <summary>A step with nothing to undo.</summary>
    public SagaHead<TInput> Step<TResult>(string service, string operation, Func<Call<TInput>, Task<StepAnswer<TResult>>> action) =>
        new(Draft.Add(Step(service, operation, Phase.Action), Handlers.Step(action, compensation: null)));

    /// <summary>
    /// A step that waits for a signal from outside, a person's decision say, and calls nobody. What comes first by record stands: an answer,
    /// whose content is the step's result; or the deadline or an answer that rejects, which refuse the step.
    /// </summary>
    /// <param name="service">On whose behalf it waits.</param>
    /// <param name="operation">What it waits for, as a step; unique in the saga.</param>
    /// <param name="signal">The signal's name: what <c>POST /transactions/{id}/signals/{name}</c> says. One that comes early is kept.</param>
    /// <param name="within">How long it waits, at most a year and no longer than the saga's deadline.</param>
    public SagaHead<TInput> Wait(string service, string operation, string signal, TimeSpan within) =>
        new(Draft.Wait(Waiting(service, operation, signal, within, rounds: 1)));

    /// <summary>
    /// The same, and when the deadline passes somebody else is asked, whereupon it waits again: at most so many rounds, and the last that
    /// passes refuses the step. Each escalation is a step of its own that is undone like one.
    /// </summary>
    /// <param name="service">Whose step it is.</param>
    /// <param name="operation">What it waits for, as a step; unique in the saga.</param>
    /// <param name="signal">The signal's name.</param>
    /// <param name="within">How long each round lasts.</param>
    /// <param name="rounds">How many rounds there are, 2 to 16.</param>
    /// <param name="escalate">What asking somebody else is called; its step in round 2 is <c>{escalate}_2</c>.</param>
    /// <param name="action">Asks somebody else, or refuses when there is nobody.</param>
    /// <param name="undo">What undoing that is called.</param>
    /// <param name="compensation">Undoes it.</param>
    public SagaHead<TInput> Wait<TResult>(
        string service, string operation, string signal, TimeSpan within, int rounds,
        string escalate, Func<Call<TInput>, Task<StepAnswer<TResult>>> action, string undo, Func<Call<TInput>, TResult?, Task<Conclusion>> compensation) =>
        new(Draft.Wait(
            Waiting(service, operation, signal, within, rounds), Step(service, escalate, Phase.Action, undo), Handlers.Step(action, compensation)));

    /// <summary>
    /// A step that is a transaction of its own: it begins one of another workflow, once, and waits for its end, which holds no thread and outlasts
    /// restarts. A child that is turned back refuses the step. When this saga turns back, a child that is undecided is turned back with it; one that
    /// had decided to go forward comes to its end first, counts as done, and its undo is a new call. Its record is never opened again.
    /// </summary>
    /// <param name="service">On whose behalf.</param>
    /// <param name="operation">The step; unique in the saga. The step that waits is <c>{operation}_ended</c>, and has the child's results as its own.</param>
    /// <param name="workflow">The child's workflow, registered on the same hosts.</param>
    /// <param name="within">How long its end is waited for; no longer than the saga's deadline.</param>
    /// <param name="input">Makes the child's input; it may look at the results of earlier steps.</param>
    /// <param name="undo">What undoing a child that is done is called.</param>
    /// <param name="compensation">Undoes it; is handed how it ended, with its results.</param>
    public SagaHead<TInput> Child<TChild>(
        string service, string operation, string workflow, TimeSpan within, Func<Call<TInput>, TChild> input,
        string undo, Func<Call<TInput>, ChildEnd, Task<Conclusion>> compensation) where TChild : notnull =>
        Beginning(service, operation, within, input, new() { Workflow = workflow, Signal = $"{operation}_ended", Stays = false }, undo, compensation);

    /// <summary>The same, and a child that is done stays: there is nothing to undo of it.</summary>
    /// <inheritdoc cref="Child{TChild}"/>
    public SagaHead<TInput> ChildThatStays<TChild>(
        string service, string operation, string workflow, TimeSpan within, Func<Call<TInput>, TChild> input) where TChild : notnull =>
        Beginning(service, operation, within, input, new() { Workflow = workflow, Signal = $"{operation}_ended", Stays = true }, $"turn_back_{operation}", compensation: null);

    private SagaHead<TInput> Beginning<TChild>(
        string service, string operation, TimeSpan within, Func<Call<TInput>, TChild> input,
        DefinedChild child, string undo, Func<Call<TInput>, ChildEnd, Task<Conclusion>>? compensation) where TChild : notnull =>
        new(Draft.Child(
            Step(service, operation, Phase.Action, undo) with { Child = child },
            Waiting(service, child.Signal, child.Signal, within, rounds: 1),
            Handlers.Child(child, input, compensation)));

    /// <summary>Steps that run in parallel, and are undone in parallel.</summary>
    public SagaHead<TInput> Parallel(Func<SagaHead<TInput>, SagaHead<TInput>> steps) => new(Draft.Parallel(draft => steps(new(draft)).Draft));

    /// <summary>The step that commits the saga: asked until it answers. If it is refused, all is undone; behind it nothing is.</summary>
    public SagaTail<TInput> Pivot<TResult>(string service, string operation, Func<Call<TInput>, Task<StepAnswer<TResult>>> action) =>
        new(Draft.Add(Step(service, operation, Phase.Pivot), Handlers.Pivot(action)));

    /// <summary>A step that cannot be refused; behind it there are only such steps.</summary>
    public SagaTail<TInput> Then(string service, string operation, Func<Call<TInput>, Task<Conclusion>> action) =>
        new SagaTail<TInput>(Draft).Then(service, operation, action);
}

/// <summary>The part of a saga in which nothing can be refused.</summary>
public sealed class SagaTail<TInput> : Saga<TInput>
{
    internal SagaTail(WorkflowDraft draft) : base(draft)
    {
    }

    /// <summary>A step that is asked until it is done.</summary>
    public SagaTail<TInput> Then(string service, string operation, Func<Call<TInput>, Task<Conclusion>> action) =>
        new(Draft.Add(Step(service, operation, Phase.Retriable), Handlers.Retriable(action)));

    /// <summary>Such steps in parallel.</summary>
    public SagaTail<TInput> Parallel(Func<SagaTail<TInput>, SagaTail<TInput>> steps) => new(Draft.Parallel(draft => steps(new(draft)).Draft));
}
