namespace ServerlessTx;

/// <summary>What happened to a lock, as its history tells it.</summary>
/// <param name="Type">One of the words below.</param>
/// <param name="Resource">Whose lock it is.</param>
/// <param name="LockToken">The token that was given, given up or lost.</param>
/// <param name="LockHolder">Who held it.</param>
/// <param name="At">When, by the clock of whoever wrote it, and never before what stands in front of it.</param>
/// <param name="ExpiresAt">Of an acquire: when the lease would end if it were not renewed.</param>
internal sealed record LockEvent(string Type, string Resource, long LockToken, string LockHolder, DateTimeOffset At, DateTimeOffset? ExpiresAt = null)
{
    public const string Acquired = "lock_acquired";

    public const string Released = "lock_released";

    /// <summary>Written by whoever takes it next: a holder that vanished writes nothing.</summary>
    public const string Expired = "lock_expired";
}
