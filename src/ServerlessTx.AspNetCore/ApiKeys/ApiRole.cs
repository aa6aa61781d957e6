namespace ServerlessTx.AspNetCore;

/// <summary>What an API key may do.</summary>
public enum ApiRole
{
    /// <summary>Read states, lists, histories, evidence and decisions.</summary>
    Read,

    /// <summary>Start and cancel transactions, and ask aggregates to do something.</summary>
    Start,

    /// <summary>Act as an operator on a transaction that is stuck. No other role includes it.</summary>
    Operator,
}
