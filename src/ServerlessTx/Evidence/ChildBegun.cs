namespace ServerlessTx;

/// <summary>What a step that begins a child answers, and later steps read by its name.</summary>
/// <param name="TransactionId">The child.</param>
public sealed record ChildBegun(string TransactionId);
