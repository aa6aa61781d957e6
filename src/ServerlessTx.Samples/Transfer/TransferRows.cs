namespace ServerlessTx.Samples;

/// <summary>What a database will do if it is told to commit; gone once it has heard the decision.</summary>
public sealed record IntentionRow(string TransactionId, string Branch, string From, string To, decimal Amount);

/// <summary>A yes of one of the databases.</summary>
/// <param name="Shard">The partition that it stands in.</param>
/// <param name="LocksAcquired">The locks, each with the stamp of the batch that took it.</param>
/// <param name="WalLsn">The number of that batch.</param>
/// <param name="Checks">What was checked before the vote.</param>
/// <param name="MovedAfter">By account, what it will have moved by since it was opened: the other database compares.</param>
public sealed record TransferPrepared(
    string Shard, IReadOnlyList<LockAcquired> LocksAcquired, long WalLsn, IReadOnlyList<string> Checks, IReadOnlyDictionary<string, decimal> MovedAfter);

/// <summary>What a commit did.</summary>
/// <param name="WalLsn">The number of its batch.</param>
/// <param name="Released">The locks.</param>
/// <param name="Checks">What was checked, and held.</param>
public sealed record TransferApplied(long WalLsn, IReadOnlyList<string> Released, IReadOnlyList<string> Checks);

/// <summary>What an abort did.</summary>
/// <param name="WalLsn">The number of its batch.</param>
/// <param name="Released">The locks.</param>
public sealed record TransferDropped(long WalLsn, IReadOnlyList<string> Released);
