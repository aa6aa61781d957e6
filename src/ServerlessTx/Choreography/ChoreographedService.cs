namespace ServerlessTx;

/// <summary>
/// A service as it says what it does about which events, and nothing more: it knows neither who publishes them nor who hears what it says.
/// </summary>
public sealed class ChoreographedService
{
    private ChoreographedService(string name, string partition, IReadOnlyList<Reaction> reactions) => (Name, Partition, Reactions) = (name, partition, reactions);

    /// <summary>Its name; its subscription is called the same.</summary>
    public string Name { get; }

    /// <summary>Where its rows are. Its evidence and its outbox stand beside them.</summary>
    public string Partition { get; }

    internal IReadOnlyList<Reaction> Reactions { get; }

    /// <summary>A service without reactions yet.</summary>
    public static ChoreographedService Named(string name, string partition) => new(name, partition, []);

    /// <summary>Begins: what the service does first, and the event that it publishes. Its service owns the whole.</summary>
    public ChoreographedService Starts<TResult>(string operation, string says, Func<Hop, BarrierRows, Task<TResult>> work) =>
        With(new() { Service = Name, Operation = operation, Kind = ReactionKind.Starts, On = [], Says = says }, DoneBy(work));

    /// <summary>Goes on: what it does about an event, what it publishes then, and what instead when it refuses. A refusal keeps nothing of what was tried.</summary>
    public ChoreographedService Does<TResult>(string on, string operation, Func<Hop, BarrierRows, Task<StepAnswer<TResult>>> work, string says, string fails) => With(
        new() { Service = Name, Operation = operation, Kind = ReactionKind.Does, On = [on], Says = says, Fails = fails },
        async (hop, rows, _) => (await work(hop, rows)).ToAnswer());

    /// <summary>Brings the whole to its good end. It cannot refuse; where the owner has turned back before, it is not done.</summary>
    public ChoreographedService Ends<TResult>(string on, string operation, Func<Hop, BarrierRows, Task<TResult>> work, string says) =>
        With(new() { Service = Name, Operation = operation, Kind = ReactionKind.Ends, On = [on], Says = says }, DoneBy(work));

    /// <summary>
    /// Undoes what the service did, on whichever of some events comes first. It cannot refuse. Where nothing was done it is not called, and
    /// leaves a mark behind which nothing will be done.
    /// </summary>
    public ChoreographedService Undoes<TDone, TResult>(
        string done, string operation, IReadOnlyList<string> on, Func<Hop, BarrierRows, TDone, Task<TResult>> work, string says) =>
        With(new() { Service = Name, Operation = operation, Kind = ReactionKind.Undoes, On = on, Says = says, Undoes = done }, UndoneBy(work));

    /// <summary>Undoes the beginning, and has everyone else undo his part, when the deadline has passed and the end has not come.</summary>
    public ChoreographedService Expires<TDone, TResult>(string done, string operation, Func<Hop, BarrierRows, TDone, Task<TResult>> work, string says) =>
        With(new() { Service = Name, Operation = operation, Kind = ReactionKind.Expires, On = [], Says = says, Undoes = done }, UndoneBy(work));

    /// <summary>What it hears of a topic: the events that it reacts to.</summary>
    internal Subscription Subscription(string topic) => new(Name, topic, [.. Reactions.SelectMany(reaction => reaction.Defined.On).Distinct()]);

    internal Reaction? To(string happened) => Reactions.FirstOrDefault(reaction => reaction.Defined.On.Contains(happened));

    internal Reaction One(ReactionKind kind) => Reactions.First(reaction => reaction.Defined.Kind == kind);

    private static Work DoneBy<TResult>(Func<Hop, BarrierRows, Task<TResult>> work) =>
        async (hop, rows, _) => Answer.Done(await work(hop, rows));

    private static Work UndoneBy<TDone, TResult>(Func<Hop, BarrierRows, TDone, Task<TResult>> work) => async (hop, rows, done) =>
        Answer.Done(await work(hop, rows, done is { } brought ? System.Text.Json.JsonSerializer.Deserialize<TDone>(brought, WireJson.Tolerant)! : default!));

    private ChoreographedService With(DefinedReaction defined, Work work) => new(Name, Partition, [.. Reactions, new Reaction(defined, work)]);
}

/// <summary>A reaction with its code.</summary>
internal sealed record Reaction(DefinedReaction Defined, Work Work);

/// <summary>Does a reaction's work; of an undo, with the result of what it undoes.</summary>
internal delegate Task<Answer> Work(Hop hop, BarrierRows rows, System.Text.Json.JsonElement? done);
