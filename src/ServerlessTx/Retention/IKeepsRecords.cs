namespace ServerlessTx;

/// <summary>Who still needs records of transactions that have ended.</summary>
internal interface IKeepsRecords
{
    /// <summary>When the oldest of those transactions began; nothing when none is needed.</summary>
    Task<DateTimeOffset?> OldestAsync(CancellationToken cancellation);
}
