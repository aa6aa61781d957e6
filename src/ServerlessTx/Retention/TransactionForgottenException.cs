namespace ServerlessTx;

/// <summary>
/// The transaction is older than the mark of the purge and has no records. It had ended, or was never begun; how it ended is not known here
/// any more, and it must not be presumed to be turned back.
/// </summary>
public sealed class TransactionForgottenException(TransactionId id)
    : Exception($"Transaction {id} is so old that its records are purged. If it was begun it has ended; how, is not known here any more.");
