namespace ServerlessTx;

/// <summary>What became of a batch: a conflict is a value, not an exception.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    /// <summary>Every write of the batch is stored.</summary>
    public static CommitResult Done { get; } = new Committed();

    /// <summary>Every write of the batch is stored.</summary>
    public sealed record Committed : CommitResult;

    /// <summary>Nothing was written.</summary>
    /// <param name="Index">The write whose condition did not hold, counted from 0 in the batch.</param>
    public sealed record Conflict(int Index) : CommitResult;
}
