namespace ServerlessTx;

/// <summary>The call that began a child, pinned by its begin record.</summary>
/// <param name="TransactionId">The parent.</param>
/// <param name="Branch">The step of the parent whose child it is.</param>
/// <param name="Signal">The signal of the parent that its end gives.</param>
public sealed record ParentCall(string TransactionId, string Branch, string Signal)
{
    /// <summary>The name of that call, which the child's id is made of.</summary>
    internal string Key => new CallName(Branch, Phase.Action).Key(TransactionId);
}
