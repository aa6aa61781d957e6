namespace ServerlessTx;

/// <summary>What becomes of a buffered operation that its participant refuses.</summary>
public enum ConflictRule
{
    /// <summary>It is listed, and waits for an operator.</summary>
    Operator,

    /// <summary>The other sides' parts of its transaction are taken back.</summary>
    Reverse,
}
