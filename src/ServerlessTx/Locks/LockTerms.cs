namespace ServerlessTx;

/// <summary>How somebody wants a lock.</summary>
public sealed record LockTerms
{
    internal const int LongestTtlSeconds = 3600;

    /// <summary>
    /// Who wants it, in 1 to 100 characters. The same owner gets the same lock again, so that a request that is sent twice is one. By
    /// default an id of its own for each call.
    /// </summary>
    public string? Owner { get; init; }

    /// <summary>How long it is held unless it is renewed, from a second to an hour.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is tried again when it is not free. Who tries again waits in line; who does not is never put into it.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The pause before each of these.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Check()
    {
        if (Ttl < TimeSpan.FromSeconds(1) || Ttl > TimeSpan.FromSeconds(LongestTtlSeconds))
            throw new ArgumentException($"A lock is held for 1 to {LongestTtlSeconds} s; {Ttl.TotalSeconds:0.###} s were asked for. Renew it to hold it longer.");
        if (Owner is { Length: 0 or > 100 })
            throw new ArgumentException($"An owner has 1 to 100 characters; this one has {Owner.Length}.");
        if (Retries is < 0 or > 1000)
            throw new ArgumentException($"A lock is tried again 0 to 1000 times; {Retries} were asked for.");
        if (RetryAfter <= TimeSpan.Zero || RetryAfter > TimeSpan.FromMinutes(1))
            throw new ArgumentException($"The pause before a lock is tried again is more than nothing and at most a minute; {RetryAfter} was asked for.");
    }
}
