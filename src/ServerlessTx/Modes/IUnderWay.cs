namespace ServerlessTx;

/// <summary>Who knows which transactions have not ended.</summary>
internal interface IUnderWay
{
    /// <summary>Whether any transaction is open that began in a degraded mode of a group.</summary>
    Task<bool> AnyDegradedAsync(string group, CancellationToken cancellation);
}
