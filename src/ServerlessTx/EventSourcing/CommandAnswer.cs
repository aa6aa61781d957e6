namespace ServerlessTx;

/// <summary>What a command comes to: events, or a refusal. Returning an event, an array of them or a <see cref="Refusal"/> converts to it.</summary>
/// <typeparam name="TEvent">The aggregate's events.</typeparam>
public abstract record CommandAnswer<TEvent>
{
    private CommandAnswer()
    {
    }

    /// <summary>These happen, all of them or none. Without any, the command is done and changes nothing.</summary>
    public sealed record Happened(IReadOnlyList<TEvent> Events) : CommandAnswer<TEvent>;

    /// <summary>Nothing happens.</summary>
    /// <param name="Reason">A code, <c>insufficient_funds</c>.</param>
    public sealed record Refused(string Reason) : CommandAnswer<TEvent>;

    /// <summary>One event happens.</summary>
    public static implicit operator CommandAnswer<TEvent>(TEvent happened) => new Happened([happened]);

    /// <summary>Some events happen together.</summary>
    public static implicit operator CommandAnswer<TEvent>(TEvent[] happened) => new Happened(happened);

    /// <summary>It is refused.</summary>
    public static implicit operator CommandAnswer<TEvent>(Refusal refusal) => new Refused(refusal.Reason);
}
