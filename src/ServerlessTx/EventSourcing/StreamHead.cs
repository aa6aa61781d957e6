namespace ServerlessTx;

/// <summary>How far a stream is known: the version of its last record, from 1 and without gaps, and the hash of the append that holds it.</summary>
public sealed record StreamHead(long Version, ChainHash Hash)
{
    /// <summary>A stream in which nothing stands yet.</summary>
    public static StreamHead Empty { get; } = new(0, ChainHash.Zero);
}
