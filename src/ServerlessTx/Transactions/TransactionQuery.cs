namespace ServerlessTx;

/// <summary>Which transactions to list, newest first.</summary>
public sealed record TransactionQuery
{
    /// <summary>Only those with this status.</summary>
    public TransactionStatus? Status { get; init; }

    /// <summary>Only those of this workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary>Only those in which this service takes part.</summary>
    public string? Participant { get; init; }

    /// <summary>Only those begun at this moment or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those begun before this moment, so that ranges that meet hold each transaction once.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many, 1 to 200.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The <see cref="TransactionPage.Continuation"/> of the page before.</summary>
    public string? Continuation { get; init; }
}

/// <summary>A line of the list.</summary>
public sealed record TransactionSummary(string TransactionId, string Workflow, TransactionStatus Status, DateTimeOffset StartedAt);

/// <summary>A page of the list.</summary>
/// <param name="Transactions">Newest first. A page reads only so far, so it may hold fewer than asked for, or none, and have more behind it.</param>
/// <param name="Continuation">Where the next page begins; none behind the last.</param>
public sealed record TransactionPage(IReadOnlyList<TransactionSummary> Transactions, string? Continuation);
