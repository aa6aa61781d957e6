namespace ServerlessTx;

/// <summary>
/// What a participant asks when it finds no barrier row: a call that comes after its transaction was purged must not be taken for the first.
/// </summary>
public interface IForgottenTransactions
{
    /// <summary>
    /// Whether a transaction is older than the mark of the purge: it has ended, and what was known of it may be gone. Ask only after the
    /// barrier row was looked for, because the mark is raised before any row goes.
    /// </summary>
    Task<bool> IsForgottenAsync(string transactionId, CancellationToken cancellation = default);
}
