namespace ServerlessTx.Specifications;

/// <summary>What a database of the source's two-phase commit says of its own effects. Whatever is taken away or changed here, it does the same.</summary>
internal sealed record BankReports
{
    public bool Anything { get; private init; } = true;

    public bool Locks { get; init; } = true;

    /// <summary>Without their times, a lock is a name alone.</summary>
    public bool LockTimes { get; init; } = true;

    public bool Releases { get; init; } = true;

    public string[] ChecksAtPrepare { get; init; } = ["balance_covers_amount"];

    public string[] ChecksAtCommit { get; init; } = ["account_balance_and_ledger_match"];

    public long ConcludedAtLsn { get; init; } = 18;

    /// <summary>What it says of its own flushing, if it does.</summary>
    public string? Fsync { get; init; }

    /// <summary>Of a prepare that it never did, it names the locks that it let go, none of them, instead of saying that there was nothing.</summary>
    public bool NamesNoLocksReleased { get; init; }

    public static BankReports None { get; } = new() { Anything = false };

    public object? Prepared(string held, string at) => Fields(
        ("shard", "us-west-1"),
        ("locks_acquired", !Locks ? null : LockTimes ? new[] { new { @lock = held, at } } : new[] { held }),
        ("wal_lsn", 17),
        ("checks", ChecksAtPrepare),
        ("durability", FsyncField));

    public object? Committed(string held) => Fields(
        ("wal_lsn", ConcludedAtLsn), ("released", Releases ? new[] { held } : null), ("checks", ChecksAtCommit), ("durability", FsyncField));

    public object? Aborted(string held) => Fields(("wal_lsn", ConcludedAtLsn), ("released", Releases ? new[] { held } : null));

    public object NotPrepared() => NamesNoLocksReleased ? new { released = Array.Empty<string>() } : new { nothing_to_undo = true };

    private object? FsyncField => Fsync is null ? null : new { fsync = Fsync };

    private Dictionary<string, object>? Fields(params (string Name, object? Value)[] fields) =>
        Anything ? fields.Where(field => field.Value is not null and not string[] { Length: 0 }).ToDictionary(field => field.Name, field => field.Value!) : null;
}
