namespace ServerlessTx;

/// <summary>Where a decision stands. A slot is decided once, by the append that wins.</summary>
public enum Slot
{
    /// <summary>Of a vote: commit or abort, confirm or cancel.</summary>
    Outcome,

    /// <summary>Of a saga: going forward or compensating.</summary>
    Direction,

    /// <summary>Of a saga whose pivot was refused after it had decided to go forward.</summary>
    TurnedBack,
}

/// <summary>What can be decided.</summary>
public enum Decision
{
    /// <summary>A saga's steps all stand; what remains cannot be refused, the pivot apart.</summary>
    GoingForward,

    /// <summary>A saga's steps are undone.</summary>
    Compensating,

    /// <summary>TCC: every reservation is made final.</summary>
    Confirm,

    /// <summary>TCC: every reservation is released.</summary>
    Cancel,

    /// <summary>Two-phase commit: every participant applies.</summary>
    Commit,

    /// <summary>Two-phase commit: no participant applies.</summary>
    Abort,
}

internal static class DecisionFacts
{
    /// <summary>Behind such a decision no first-phase call is made any more.</summary>
    public static bool TurnsBack(this Decision decision) => decision is Decision.Compensating or Decision.Cancel or Decision.Abort;

    /// <summary>The slot that ends a transaction's undecided time, and the decision that turns it back.</summary>
    public static (Slot Slot, Decision Back) Turning(this Pattern pattern) => pattern switch
    {
        Pattern.Saga => (Slot.Direction, Decision.Compensating),
        Pattern.Tcc => (Slot.Outcome, Decision.Cancel),
        Pattern.TwoPhaseCommit => (Slot.Outcome, Decision.Abort),
        _ => throw new ArgumentOutOfRangeException(nameof(pattern), pattern, "There is no such pattern."),
    };
}
