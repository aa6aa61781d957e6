namespace ServerlessTx;

/// <summary>What became of a command.</summary>
public abstract record CommandResult<TState, TEvent>
{
    private CommandResult()
    {
    }

    /// <summary>The events stand.</summary>
    /// <param name="Aggregate">Behind them.</param>
    /// <param name="Events">What happened; empty where the command changed nothing.</param>
    public sealed record Accepted(Aggregate<TState> Aggregate, IReadOnlyList<TEvent> Events) : CommandResult<TState, TEvent>
    {
        /// <summary>This answer was given before, under the same key.</summary>
        public bool IsReplay { get; init; }
    }

    /// <summary>The aggregate refused it, and nothing was appended.</summary>
    /// <param name="Reason">A code.</param>
    /// <param name="Aggregate">As it is.</param>
    public sealed record Refused(string Reason, Aggregate<TState> Aggregate) : CommandResult<TState, TEvent>;

    /// <summary>The aggregate is at another version than was expected, or so busy that no append came through. Nothing was appended.</summary>
    /// <param name="Version">Where it is.</param>
    public sealed record Conflict(long Version) : CommandResult<TState, TEvent>;
}
