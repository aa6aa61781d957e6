namespace ServerlessTx;

/// <summary>What became of an operator's act.</summary>
public abstract record ResolveResult
{
    private ResolveResult()
    {
    }

    /// <summary>It is recorded.</summary>
    public sealed record Recorded : ResolveResult;

    /// <summary>There is no such transaction.</summary>
    public sealed record NotFound : ResolveResult;

    /// <summary>It does not fit how the transaction stands; nothing was changed.</summary>
    /// <param name="Detail">How it stands, and what would fit.</param>
    /// <param name="Decision">What is decided, if anything is.</param>
    public sealed record DoesNotFit(string Detail, Decision? Decision) : ResolveResult;
}
