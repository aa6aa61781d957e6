namespace ServerlessTx.Testing;

/// <summary>Everything a participant rests on, fresh for one scenario: an empty store, a database of its own.</summary>
/// <typeparam name="TParticipant">What takes part.</typeparam>
public sealed class ParticipantWorld<TParticipant>
{
    /// <summary>
    /// Makes a participant over what is durable here. It is called again for every restart, and what the one before only remembered is lost.
    /// </summary>
    public required Func<TParticipant> Start { get; init; }

    /// <summary>
    /// The effects that stand, as text: what is on the account, what is held, what was sent. No ids, no stamps and no barrier rows: the same
    /// effects are the same text.
    /// </summary>
    public required Func<Task<string>> Effects { get; init; }
}
