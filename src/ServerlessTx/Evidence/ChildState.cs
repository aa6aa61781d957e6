namespace ServerlessTx;

/// <summary>A child of a transaction, as the transaction knows of it.</summary>
/// <param name="Step">The step that began it.</param>
/// <param name="Workflow">The workflow that it is a transaction of.</param>
/// <param name="TransactionId">Its id.</param>
/// <param name="Status">The status that it ended with, once that is told.</param>
/// <param name="Head">The end of its stream, once that is told.</param>
public sealed record ChildState(string Step, string Workflow, string TransactionId, TransactionStatus? Status, StreamHead? Head);
