namespace ServerlessTx.Explorer;

/// <summary>Something to be explored, and how much may go wrong in it.</summary>
internal abstract record Exploration
{
    public required string Name { get; init; }

    public Bounds Bounds { get; init; } = new();

    /// <summary>It runs in seconds: for the tests, and for hunting planted bugs.</summary>
    public bool IsQuick { get; init; }

    public abstract IStage Set();
}
