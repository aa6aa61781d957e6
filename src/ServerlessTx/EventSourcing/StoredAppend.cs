namespace ServerlessTx;

/// <summary>One append as it is stored: one row, however many records it holds.</summary>
/// <param name="Version">The version of its first record.</param>
/// <param name="Count">How many records it holds.</param>
/// <param name="Payload">The stored bytes: a JSON array of records.</param>
/// <param name="PreviousHash">The hash of the append before, or <see cref="ChainHash.Zero"/>.</param>
public sealed record StoredAppend(long Version, int Count, ReadOnlyMemory<byte> Payload, ChainHash PreviousHash)
{
    /// <summary>Over the previous hash and the stored bytes; computed, never stored.</summary>
    public ChainHash Hash { get; } = PreviousHash.Next(Payload.Span);

    /// <summary>Whether appends go on from a head, each from the one before: dense versions, and hash upon hash.</summary>
    internal static bool AreLinked(StreamHead head, IEnumerable<StoredAppend> appends)
    {
        foreach (var append in appends)
        {
            if (append.Version != head.Version + 1 || append.PreviousHash != head.Hash)
                return false;
            head = append.Head;
        }

        return true;
    }

    /// <summary>The head of a stream that ends with this append.</summary>
    public StreamHead Head => new(Version + Count - 1, Hash);
}
