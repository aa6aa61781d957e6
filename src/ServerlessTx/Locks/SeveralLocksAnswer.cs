namespace ServerlessTx;

/// <summary>What whoever wants several locks is told: all are theirs, or none.</summary>
public abstract record SeveralLocksAnswer
{
    private SeveralLocksAnswer()
    {
    }

    /// <summary>All are the caller's.</summary>
    /// <param name="Leases">Until when, and under which tokens, in the ordinal order of their resources.</param>
    public sealed record Held(IReadOnlyList<LockLease> Leases) : SeveralLocksAnswer;

    /// <summary>One is not to be had; those before it were given up.</summary>
    /// <param name="Resource">Which.</param>
    public sealed record Busy(string Resource) : SeveralLocksAnswer;
}
