namespace ServerlessTx.Explorer;

/// <summary>A call that needs a turn.</summary>
/// <param name="Of">Whose it is.</param>
/// <param name="Branch">The branch that is called.</param>
internal sealed record LimitedCall(TransactionId Of, string Branch)
{
    public CallName Call => new(Branch, Phase.Action);

    /// <summary>As the row of a limit has it.</summary>
    public string Key => Call.Key(Of.ToString());
}
