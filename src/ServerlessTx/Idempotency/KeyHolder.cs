namespace ServerlessTx;

/// <summary>The transaction that a key names.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Fingerprint">Of the request that began it.</param>
/// <param name="Evidence">Its records; none when they were purged, which they are only with their key.</param>
/// <param name="ExpiresAt">When the key does; nothing while the transaction is open.</param>
/// <param name="ExpiredETag">Of an expired row, the ETag by which it may be replaced or swept.</param>
internal sealed record KeyHolder(TransactionId Id, string Fingerprint, Appended.Loaded Evidence, DateTimeOffset? ExpiresAt, string? ExpiredETag)
{
    /// <summary>How many replays have left a row.</summary>
    public int Replays { get; init; }
}
