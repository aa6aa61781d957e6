using System.Text;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>Records to stored bytes and back. The type names are strings of their own, so that code can be renamed and evidence cannot.</summary>
internal static class RecordCodec
{
    private static readonly (string Name, Type Type)[] Known =
    [
        ("started", typeof(Started)),
        ("answered", typeof(Answered)),
        ("late", typeof(Late)),
        ("unanswered", typeof(Unanswered)),
        ("decided", typeof(Decided)),
        ("stuck", typeof(Stuck)),
        ("taken_over", typeof(TakenOver)),
        ("retry_requested", typeof(RetryRequested)),
        ("ended", typeof(Ended)),
    ];

    private static readonly Dictionary<string, Type> Types = Known.ToDictionary(known => known.Name, known => known.Type);
    private static readonly Dictionary<Type, string> Names = Known.ToDictionary(known => known.Type, known => known.Name);

    public static string NameOf(TransactionRecord record) => record is UnknownRecord unknown ? unknown.Type : Names[record.GetType()];

    public static byte[] Encode(TransactionRecord record)
    {
        var fields = JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), WireJson.Tolerant);
        // The name goes before the first field: every record has one, its stamp. Names are plain words and need no escape.
        return [.. "{\"type\":\""u8, .. Encoding.ASCII.GetBytes(NameOf(record)), .. "\","u8, .. fields.AsSpan(1)];
    }

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

    /// <exception cref="JsonException">The bytes are no array of records; the message says which one and why.</exception>
    public static IReadOnlyList<TransactionRecord> DecodeAll(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new JsonException("An append holds a JSON array of records.");
        return document.RootElement.EnumerateArray().Select(Decode).ToList();
    }

    private static TransactionRecord Decode(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            throw new JsonException("A record is a JSON object with a string 'type'.");
        var name = type.GetString()!;
        if (Types.TryGetValue(name, out var known))
            return (TransactionRecord)element.Deserialize(known, WireJson.Tolerant)!;
        var at = element.TryGetProperty("at", out var stamp) && stamp.ValueKind is JsonValueKind.String && stamp.TryGetDateTimeOffset(out var moment)
            ? moment
            : default;
        return new UnknownRecord { Type = name, At = at };
    }
}
