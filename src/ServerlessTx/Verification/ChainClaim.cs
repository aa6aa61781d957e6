using System.Text.Json;

namespace ServerlessTx;

/// <summary>A presented chain with what its bytes hold, beside the heads that it has to agree with.</summary>
internal sealed class ChainClaim
{
    public ChainClaim(IReadOnlyList<PresentedAppend> appends, ReadOnlyMemory<byte>? head = null, StreamHead? kept = null)
    {
        Appends = appends;
        Contents = appends.Select(ChainContent.Of).ToList();
        (Head, Kept) = (head, kept);
    }

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

/// <summary>The records in an append's bytes, or why there are none.</summary>
internal sealed record ChainContent(IReadOnlyList<TransactionRecord> Records, string? Fault)
{
    public static ChainContent Of(PresentedAppend append)
    {
        if (append.Payload is null)
            return new([], "its payload is missing or no base64url");
        try
        {
            var records = RecordCodec.DecodeAll(append.Payload);
            return records.Count == 0
                ? new([], "it holds no record")
                : records.Select(RecordShape.Fault).FirstOrDefault(fault => fault is not null) is { } fault ? new([], fault) : new(records, null);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            return new([], $"its bytes are no array of records: {wrong.Message}");
        }
    }
}
