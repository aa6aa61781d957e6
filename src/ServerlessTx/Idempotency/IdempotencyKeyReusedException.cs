namespace ServerlessTx;

/// <summary>The key was used with another request. Nothing was begun or done.</summary>
public sealed class IdempotencyKeyReusedException : Exception
{
    /// <summary>A key that begins transactions.</summary>
    public IdempotencyKeyReusedException(string key, TransactionId holder)
        : base($"The idempotency key '{key}' belongs to transaction {holder}, which another request began. Use a new key for a new request.") =>
        Holder = holder;

    /// <summary>A key of an operation.</summary>
    public IdempotencyKeyReusedException(OperationKey key)
        : base($"The idempotency key '{key.Key}' of the operation '{key.Operation}' belongs to another request. Use a new key for a new request.")
    {
    }

    /// <summary>The transaction that the key names; none for the key of an operation.</summary>
    public TransactionId? Holder { get; }
}
