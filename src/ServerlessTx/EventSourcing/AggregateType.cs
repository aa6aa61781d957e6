namespace ServerlessTx;

/// <summary>A kind of aggregate: its name in the store, what it does, and how its events are stored.</summary>
/// <param name="Name">As it is stored, for ever: a letter, then letters, digits and <c>_</c>, 64 at most.</param>
/// <param name="Decider">What it does.</param>
/// <param name="Events">How its events are stored.</param>
public sealed record AggregateType<TState, TCommand, TEvent>(
    string Name, Decider<TState, TCommand, TEvent> Decider, EventTypes<TEvent> Events) where TCommand : notnull where TEvent : class
{
    /// <summary>What may be asked of it by name, over HTTP say; without any it is only read there.</summary>
    public CommandTypes<TCommand> Commands { get; init; } = new();

    /// <summary>
    /// Whether each append leaves a row for projections, in its batch. Turn it on in a deployment of its own before the first projection, so that
    /// no host is left that appends without.
    /// </summary>
    public bool HasFeed { get; init; }

    /// <summary>Raise it when the state or its evolution changes: older snapshots are then not read any more.</summary>
    public int SnapshotVersion { get; init; } = 1;

    /// <summary>The state behind events that follow each other.</summary>
    /// <exception cref="UnknownEventException">This code does not know one of them.</exception>
    internal TState Fold(TState state, long version, IEnumerable<StoredEvent> events)
    {
        foreach (var stored in events)
            state = Decider.Evolve(state, Events.Read(stored, version++));
        return state;
    }
}
