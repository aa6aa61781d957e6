namespace ServerlessTx;

/// <summary>The status words.</summary>
public enum TransactionStatus
{
    /// <summary>On its way.</summary>
    Running,

    /// <summary>Decided, and a participant does not answer; on its way all the same.</summary>
    Stuck,

    /// <summary>A saga whose steps all stand.</summary>
    Completed,

    /// <summary>A saga whose steps are undone.</summary>
    Compensated,

    /// <summary>A TCC whose reservations are final.</summary>
    Confirmed,

    /// <summary>A TCC whose reservations are released.</summary>
    Cancelled,

    /// <summary>A two-phase commit that applied everywhere.</summary>
    Committed,

    /// <summary>A two-phase commit that applied nowhere.</summary>
    Aborted,
}

internal static class StatusFacts
{
    public static bool IsEnd(this TransactionStatus status) => status > TransactionStatus.Stuck;

    /// <summary>It went forward to its end.</summary>
    public static bool IsDone(this TransactionStatus status) =>
        status is TransactionStatus.Completed or TransactionStatus.Confirmed or TransactionStatus.Committed;
}
