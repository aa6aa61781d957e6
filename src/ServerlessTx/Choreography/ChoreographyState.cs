namespace ServerlessTx;

/// <summary>How a run stands: a fold of its services' evidence.</summary>
public sealed record ChoreographyState
{
    /// <summary>Its id.</summary>
    public required string SagaId { get; init; }

    /// <summary>The choreography's name.</summary>
    public required string Choreography { get; init; }

    /// <summary>The version of the definition it began with.</summary>
    public required int Version { get; init; }

    /// <summary><c>running</c>, <c>stuck</c>, <c>completed</c> or <c>compensated</c>.</summary>
    public required TransactionStatus Status { get; init; }

    /// <summary>What it promised and what it achieved.</summary>
    public required Guarantees Guarantees { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its owner expires it if it has not come to its end.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>When everybody had answered.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it was turned back, as a code.</summary>
    public string? Reason { get; init; }

    /// <summary>Who has not met which event, since when; empty when nothing is awaited.</summary>
    public required IReadOnlyList<MissingAnswer> MissingAnswers { get; init; }

    internal static ChoreographyState Of(ChoreographyStory story) => new()
    {
        SagaId = story.Began.SagaId,
        Choreography = story.Definition.Name,
        Version = story.Definition.Version,
        Status = story.Status,
        Guarantees = story.Guarantees,
        StartedAt = story.Began.At,
        Deadline = story.Began.Deadline,
        FinishedAt = story.Settled?.At,
        Reason = story.Reason,
        MissingAnswers = story.Missing,
    };
}

/// <summary>A run that is not settled, as a list shows it.</summary>
/// <param name="SagaId">Its id.</param>
/// <param name="Choreography">The choreography's name.</param>
/// <param name="Status"><c>running</c> or <c>stuck</c>.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record OpenChoreography(string SagaId, string Choreography, TransactionStatus Status, DateTimeOffset StartedAt);
