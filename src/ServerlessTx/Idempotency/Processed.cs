namespace ServerlessTx;

/// <summary>What an operation came to under its key. Written as JSON in snake_case it has the source's form.</summary>
/// <param name="Status">Whether this call recorded the result, or found it.</param>
/// <param name="Result">The recorded result; for every caller the same.</param>
/// <param name="Evidence">Where it comes from.</param>
public sealed record Processed<TResult>(ProcessedStatus Status, TResult Result, ProcessedEvidence Evidence);

/// <summary>Whether a call recorded its result, or found one.</summary>
public enum ProcessedStatus
{
    /// <summary>The effect of this call ran and its result is recorded.</summary>
    Processed,

    /// <summary>A result was recorded under the key before.</summary>
    AlreadyProcessed,
}

/// <summary>Where the result of an operation comes from.</summary>
public sealed record ProcessedEvidence
{
    /// <summary>The key.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Of the first call, when its effect had run.</summary>
    public DateTimeOffset? ProcessedAt { get; init; }

    /// <summary>Of a replay, when the effect of the first call had run.</summary>
    public DateTimeOffset? OriginalTimestamp { get; init; }

    /// <summary>Whether the result was found and not made.</summary>
    public required bool Cached { get; init; }

    /// <summary>
    /// True for a call that ran its effect and then found another's result recorded: the effect has happened twice outside, and is recorded
    /// once. Only two processes that work on one key at the same moment come to that, and never when the effect is in the same batch.
    /// </summary>
    public bool? UnrecordedEffect { get; init; }
}
