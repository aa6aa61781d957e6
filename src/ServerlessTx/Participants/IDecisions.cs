namespace ServerlessTx;

/// <summary>
/// Whom a participant in doubt asks: one that finds rows held by another transaction, or a reservation that looks expired. In the
/// coordinator's process it is there to be injected; a remote participant answers it with <c>POST /transactions/{id}/decision</c>.
/// </summary>
public interface IDecisions
{
    /// <summary>What is decided. Past the deadline of an undecided transaction, the asking turns it back.</summary>
    /// <returns>Nothing when there is no record of the transaction, which alone is presumed to be turned back.</returns>
    /// <exception cref="TransactionForgottenException">Its records are purged: it had ended, and nothing may be presumed.</exception>
    Task<DecisionState?> AskAsync(TransactionId id, CancellationToken cancellation = default);
}
