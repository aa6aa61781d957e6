using System.Text;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// One family of records as stored bytes: JSON objects whose <c>type</c> is a name of its own, so that code can be renamed and evidence cannot.
/// </summary>
/// <param name="known">The names, for ever: plain words that need no escape.</param>
/// <param name="unknown">A record of a later version, of which only its name and its stamp are understood.</param>
internal sealed class NamedRecords<TRecord>(IReadOnlyList<(string Name, Type Type)> known, Func<string, DateTimeOffset, TRecord> unknown) where TRecord : class
{
    private readonly Dictionary<string, Type> _types = known.ToDictionary(named => named.Name, named => named.Type);
    private readonly Dictionary<Type, string> _names = known.ToDictionary(named => named.Type, named => named.Name);

    public string NameOf(TRecord record) => _names[record.GetType()];

    public byte[] Encode(TRecord record, string name)
    {
        var fields = JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), WireJson.Tolerant);
        // The name goes before the first field: every record has one, its stamp.
        return [.. "{\"type\":\""u8, .. Encoding.ASCII.GetBytes(name), .. "\","u8, .. fields.AsSpan(1)];
    }

    /// <exception cref="JsonException">The bytes are no array of records; the message says which one and why.</exception>
    public IReadOnlyList<TRecord> DecodeAll(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new JsonException("An append holds a JSON array of records.");
        return document.RootElement.EnumerateArray().Select(Decode).ToList();
    }

    private TRecord Decode(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            throw new JsonException("A record is a JSON object with a string 'type'.");
        var name = type.GetString()!;
        if (_types.TryGetValue(name, out var found))
            return (TRecord)element.Deserialize(found, WireJson.Tolerant)!;
        return unknown(
            name,
            element.TryGetProperty("at", out var stamp) && stamp.ValueKind is JsonValueKind.String && stamp.TryGetDateTimeOffset(out var moment) ? moment : default);
    }
}
