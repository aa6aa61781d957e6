namespace ServerlessTx;

/// <summary>The key was used with another request. Nothing was begun.</summary>
public sealed class IdempotencyKeyReusedException(string key, TransactionId holder)
    : Exception($"The idempotency key '{key}' belongs to transaction {holder}, which another request began. Use a new key for a new request.")
{
    /// <summary>The transaction that the key names.</summary>
    public TransactionId Holder { get; } = holder;
}
