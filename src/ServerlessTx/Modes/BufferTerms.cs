namespace ServerlessTx;

/// <summary>What may be buffered for a side while it is away.</summary>
public sealed record BufferTerms
{
    /// <summary>How many operations may wait at a time.</summary>
    public int MostOperations { get; init; } = 10_000;

    /// <summary>How much one operation may move on one account.</summary>
    public decimal MostAmount { get; init; } = 1_000_000m;

    /// <summary>Its accounts must not fall below a limit: a debit takes escrow, and without escrow only credits are buffered.</summary>
    public bool HasLimits { get; init; } = true;
}
