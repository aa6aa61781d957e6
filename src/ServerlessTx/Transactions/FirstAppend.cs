namespace ServerlessTx;

/// <summary>The first append of a transaction: what is stored, and what its driver knows without reading it. It is encoded and hashed once.</summary>
internal sealed class FirstAppend
{
    /// <param name="started">The begin record.</param>
    /// <param name="back">For a transaction that is turned back before it calls anybody.</param>
    public FirstAppend(Started started, Decided? back = null)
    {
        TransactionRecord[] records = back is null ? [started] : [started, back];
        Started = started;
        Stored = TransactionStore.Seal(StreamHead.Empty, [.. records.Select(record => (ReadOnlyMemory<byte>)RecordCodec.Encode(record))]);
        Evidence = new(Stored.Head, [.. records.Select((record, i) => new Recorded(Stored.Version + i, Stored.Hash, record))]);
    }

    public Started Started { get; }

    public StoredAppend Stored { get; }

    public Appended.Loaded Evidence { get; }
}
