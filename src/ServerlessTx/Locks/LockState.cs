namespace ServerlessTx;

/// <summary>
/// A lock as its row tells it, and what an act makes of it. Nothing is written here: a clock proposes who has vanished, and the conditional
/// write of the whole row disposes. Clocks that differ change who waits, never whose token is the highest.
/// </summary>
internal sealed record LockState
{
    private const int LongestQueue = 100;

    public string Resource { get; init; } = "";

    /// <summary>The highest token that was ever given.</summary>
    public long Token { get; init; }

    public string? Owner { get; init; }

    /// <summary>When the holder's lease ends, or when the last one gave it up.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who waits, first come first served, as long as they go on asking.</summary>
    public IReadOnlyList<LockWaiter> Waiting { get; init; } = [];

    public LockHistory History { get; init; } = new();

    public bool IsHeld(DateTimeOffset now) => Owner is not null && ExpiresAt > now;

    /// <summary>An owner that asks again for what it holds is given the same; whoever comes behind waits in line if it is going to ask again.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="ttl">How long it wants to hold it.</param>
    /// <param name="patience">How long its place in the line is kept, or nothing when it is not going to ask again.</param>
    /// <param name="now">The asker's clock.</param>
    /// <returns>The state to be written, the same when there is nothing to write, and whether the owner then holds the lock.</returns>
    public (LockState After, bool Holds) Acquire(string owner, TimeSpan ttl, TimeSpan? patience, DateTimeOffset now)
    {
        var waiting = Waiting.Where(waiter => waiter.Until > now).ToList();
        if (IsHeld(now) ? Owner == owner : waiting is [] || waiting[0].Owner == owner)
            return (IsHeld(now) ? this : Take(owner, ttl, waiting, now), true);
        return (patience is { } kept ? Queue(owner, kept, waiting, now) : this, false);
    }

    /// <returns>Nothing when the lock is another's, or was given up.</returns>
    public LockState? Renew(string owner, long token, TimeSpan ttl, DateTimeOffset now) =>
        Owner == owner && Token == token ? this with { ExpiresAt = now + ttl } : null;

    /// <returns>The same when it was given up under this token already; nothing when it is another's.</returns>
    public LockState? Release(string owner, long token, DateTimeOffset now) => (Token == token, Owner) switch
    {
        (true, null) => this,
        (true, var holder) when holder == owner => this with
        {
            Owner = null,
            ExpiresAt = now,
            History = History.With(new LockEvent(LockEvent.Released, Resource, token, owner, now)),
        },
        _ => null,
    };

    public int Ahead(string owner, DateTimeOffset now) =>
        Waiting.Where(waiter => waiter.Until > now).TakeWhile(waiter => waiter.Owner != owner).Count();

    private LockState Take(string owner, TimeSpan ttl, IEnumerable<LockWaiter> waiting, DateTimeOffset now)
    {
        var acquired = new LockEvent(LockEvent.Acquired, Resource, Token + 1, owner, now, now + ttl);
        return this with
        {
            Token = acquired.LockToken,
            Owner = owner,
            ExpiresAt = acquired.ExpiresAt,
            Waiting = [.. waiting.Where(waiter => waiter.Owner != owner)],
            History = Owner is { } vanished
                ? History.With(new LockEvent(LockEvent.Expired, Resource, Token, vanished, ExpiresAt!.Value), acquired)
                : History.With(acquired),
        };
    }

    /// <summary>Nothing is written for a place that stays good for a while.</summary>
    private LockState Queue(string owner, TimeSpan patience, List<LockWaiter> waiting, DateTimeOffset now)
    {
        var place = waiting.FindIndex(waiter => waiter.Owner == owner);
        if (place >= 0 ? waiting[place].Until > now + (patience / 2) : waiting.Count >= LongestQueue)
            return this;
        var waiter = new LockWaiter(owner, now + patience);
        if (place >= 0)
            waiting[place] = waiter;
        else
            waiting.Add(waiter);
        return this with { Waiting = waiting };
    }
}

/// <summary>A place in the line.</summary>
internal sealed record LockWaiter(string Owner, DateTimeOffset Until);
