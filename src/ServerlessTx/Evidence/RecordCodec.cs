namespace ServerlessTx;

/// <summary>The records of transactions, and how records of any family are put into one append.</summary>
internal static class RecordCodec
{
    private static readonly NamedRecords<TransactionRecord> Records = new(
    [
        ("started", typeof(Started)),
        ("answered", typeof(Answered)),
        ("late", typeof(Late)),
        ("unanswered", typeof(Unanswered)),
        ("decided", typeof(Decided)),
        ("opened", typeof(MomentCame)),
        ("signalled", typeof(Signalled)),
        ("wait_began", typeof(WaitBegan)),
        ("wait_decided", typeof(WaitDecided)),
        ("stuck", typeof(Stuck)),
        ("taken_over", typeof(TakenOver)),
        ("retry_requested", typeof(RetryRequested)),
        ("ended", typeof(Ended)),
    ],
    (name, at) => new UnknownRecord { Type = name, At = at });

    public static string NameOf(TransactionRecord record) => record is UnknownRecord unknown ? unknown.Type : Records.NameOf(record);

    public static byte[] Encode(TransactionRecord record) => Records.Encode(record, NameOf(record));

    /// <summary>The payload of one append: a JSON array of encoded records.</summary>
    public static byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        var payload = new byte[records.Sum(record => record.Length) + records.Count + 1];
        var at = 0;
        foreach (var record in records)
        {
            payload[at] = at == 0 ? (byte)'[' : (byte)',';
            record.Span.CopyTo(payload.AsSpan(at + 1));
            at += record.Length + 1;
        }

        payload[at] = (byte)']';
        return payload;
    }

    /// <inheritdoc cref="NamedRecords{TRecord}.DecodeAll"/>
    public static IReadOnlyList<TransactionRecord> DecodeAll(ReadOnlyMemory<byte> payload) => Records.DecodeAll(payload);
}
