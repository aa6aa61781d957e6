namespace ServerlessTx.Samples;

/// <summary>A lock that stands beside the row it locks, from its holder's prepare until commit or abort.</summary>
/// <param name="Lock">What is locked: <c>account:12345</c>.</param>
/// <param name="TransactionId">Its holder.</param>
/// <param name="Branch">Under which name its holder called this database.</param>
/// <param name="At">The stamp of the batch that took it.</param>
public sealed record LockRow(string Lock, string TransactionId, string Branch, DateTimeOffset At) : IHeld;

/// <summary>A lock as a prepare reports it.</summary>
public sealed record LockAcquired(string Lock, DateTimeOffset At);
