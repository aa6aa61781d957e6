namespace ServerlessTx;

/// <summary>What is decided of a transaction.</summary>
/// <param name="TransactionId">Its id.</param>
/// <param name="Decision">The decision, or nothing while it is undecided.</param>
/// <param name="Deadline">When asking turns it back.</param>
/// <param name="IsNew">Whether this call decided it.</param>
public sealed record DecisionState(string TransactionId, Decision? Decision, DateTimeOffset Deadline, bool IsNew)
{
    /// <summary>Why, of a decision that turns back: a code, or the words of who cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>Who decided from outside; nothing when the protocol did.</summary>
    public string? By { get; init; }

    internal static DecisionState? Of(TransactionId id, Standing? standing) =>
        standing is null ? null : new(id.ToString(), standing.Decided?.Decision, standing.Started.Deadline, standing.Written)
        {
            Reason = standing.Decided?.Reason,
            By = standing.Decided?.By,
        };
}
