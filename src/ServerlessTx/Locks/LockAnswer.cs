namespace ServerlessTx;

/// <summary>What whoever wants a lock is told.</summary>
public abstract record LockAnswer
{
    private LockAnswer()
    {
    }

    /// <summary>It is the caller's.</summary>
    /// <param name="Lease">Until when, and under which token.</param>
    public sealed record Held(LockLease Lease) : LockAnswer;

    /// <summary>It is somebody else's, or others wait who came first.</summary>
    /// <param name="Until">When the holder's lease ends; nothing when it is free and kept for who waits.</param>
    /// <param name="Ahead">How many wait in front of the caller.</param>
    public sealed record Busy(DateTimeOffset? Until, int Ahead) : LockAnswer;
}
