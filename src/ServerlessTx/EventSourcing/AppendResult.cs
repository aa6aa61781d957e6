namespace ServerlessTx;

/// <summary>What became of an append.</summary>
internal abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>It stands, and nothing follows it.</summary>
    public sealed record Appended(StreamHead Head) : AppendResult;

    /// <summary>These bytes stand at that version (ours, or another's that are the same), and something follows them.</summary>
    public sealed record Overtaken : AppendResult;

    /// <summary>Something else stands at that version, or the stream has not come that far.</summary>
    public sealed record Lost : AppendResult;

    /// <summary>The version is free: a condition beside the append did not hold.</summary>
    /// <param name="Index">Which of the writes beside it.</param>
    public sealed record Refused(int Index) : AppendResult;
}
