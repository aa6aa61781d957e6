namespace ServerlessTx;

/// <summary>A presented chain with what its bytes hold, beside the heads that it has to agree with.</summary>
internal sealed class ChainClaim
{
    public ChainClaim(
        IReadOnlyList<PresentedAppend> appends, ReadOnlyMemory<byte>? head = null, StreamHead? kept = null, Func<PresentedAppend, ChainContent>? read = null)
    {
        Appends = appends;
        Contents = appends.Select(read ?? ChainContent.OfRecords).ToList();
        (Head, Kept) = (head, kept);
    }

    /// <summary>On what its first append stands: nothing, but for a history of which only the newest part is kept.</summary>
    public StreamHead Start { get; init; } = StreamHead.Empty;

    public IReadOnlyList<PresentedAppend> Appends { get; }

    /// <summary>What each append's bytes hold, in the order of <see cref="Appends"/>.</summary>
    public IReadOnlyList<ChainContent> Contents { get; }

    /// <summary>The document's own word about its head; none when there is no document.</summary>
    public ReadOnlyMemory<byte>? Head { get; }

    /// <summary>A head that somebody kept from earlier.</summary>
    public StreamHead? Kept { get; }

    /// <summary>The appends as they were stored. Only of a chain that holds.</summary>
    public IReadOnlyList<StoredAppend> Stored() =>
        [.. Appends.Select(append => new StoredAppend(append.Version!.Value, append.Count!.Value, append.Payload, ChainHash.Parse(append.PreviousHash!)))];
}
