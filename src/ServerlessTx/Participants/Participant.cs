namespace ServerlessTx;

/// <summary>What a participant can be asked for by name, in an ad hoc transaction. A request names it and its operation, never a type or an address.</summary>
public sealed class Participant
{
    internal const string TccOperation = "try_reserve";
    internal const string TwoPhaseCommitOperation = "prepare";

    private Participant(string name, IReadOnlyDictionary<string, ParticipantOperation> operations) => (Name, Operations) = (name, operations);

    /// <summary>Its name.</summary>
    public string Name { get; }

    internal IReadOnlyDictionary<string, ParticipantOperation> Operations { get; }

    /// <summary>A participant without operations yet.</summary>
    public static Participant Named(string name) => new(name, new Dictionary<string, ParticipantOperation>());

    /// <summary>A step of a saga that can be undone.</summary>
    public Participant Step<TInput, TResult>(
        string operation, Func<Call<TInput>, Task<StepAnswer<TResult>>> action,
        string undo, Func<Call<TInput>, TResult?, Task<Conclusion>> compensation) =>
        With<TInput>(operation, Phase.Action, Handlers.Step(action, compensation), undo);

    /// <summary>A step of a saga with nothing to undo.</summary>
    public Participant Step<TInput, TResult>(string operation, Func<Call<TInput>, Task<StepAnswer<TResult>>> action) =>
        With<TInput>(operation, Phase.Action, Handlers.Step(action, compensation: null));

    /// <summary>The pivot of a saga.</summary>
    public Participant Pivot<TInput, TResult>(string operation, Func<Call<TInput>, Task<StepAnswer<TResult>>> action) =>
        With<TInput>(operation, Phase.Pivot, Handlers.Pivot(action));

    /// <summary>A step of a saga that cannot be refused.</summary>
    public Participant Retriable<TInput>(string operation, Func<Call<TInput>, Task<Conclusion>> action) =>
        With<TInput>(operation, Phase.Retriable, Handlers.Retriable(action));

    /// <summary>Takes part in a TCC.</summary>
    public Participant Tcc<TInput>(ITccParticipant<TInput> participant) =>
        With<TInput>(TccOperation, Phase.Try, Handlers.Tcc(participant));

    /// <summary>Takes part in a two-phase commit.</summary>
    public Participant TwoPhaseCommit<TInput>(IResourceManager<TInput> manager) =>
        With<TInput>(TwoPhaseCommitOperation, Phase.Prepare, Handlers.TwoPhaseCommit(manager));

    private Participant With<TInput>(string operation, Phase phase, IReadOnlyDictionary<Phase, Handler> handlers, string? undo = null) => new(
        Name,
        new Dictionary<string, ParticipantOperation>(Operations)
        {
            [operation] = new(phase, undo, handlers, typeof(TInput)),
        });
}

/// <summary>One operation of a participant, with the code of each of its phases.</summary>
internal sealed record ParticipantOperation(
    Phase Phase, string? Undo, IReadOnlyDictionary<Phase, Handler> Handlers, Type InputType);
