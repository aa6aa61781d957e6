namespace ServerlessTx;

/// <summary>An attempt that is to be made.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Workflow">Whose participants are called.</param>
/// <param name="Call">The call.</param>
/// <param name="Number">From 1.</param>
/// <param name="Timeout">How long the participant may take.</param>
internal sealed record CallAttempt(TransactionId Id, Workflow Workflow, CallName Call, int Number, TimeSpan Timeout);
