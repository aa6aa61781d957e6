using System.Text;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>Hops to stored bytes and back, under names of their own.</summary>
internal static class HopCodec
{
    private static readonly (string Name, Type Type)[] Known =
    [
        ("began", typeof(Began)),
        ("reacted", typeof(Reacted)),
        ("dead_lettered", typeof(DeadLettered)),
        ("fell_silent", typeof(FellSilent)),
        ("settled", typeof(Settled)),
    ];

    private static readonly Dictionary<string, Type> Types = Known.ToDictionary(known => known.Name, known => known.Type);
    private static readonly Dictionary<Type, string> Names = Known.ToDictionary(known => known.Type, known => known.Name);

    public static StoredAppend Seal(StreamHead head, params IReadOnlyList<HopRecord> records) => new(
        head.Version + 1, records.Count, RecordCodec.Join([.. records.Select(record => (ReadOnlyMemory<byte>)Encode(record))]), head.Hash);

    /// <exception cref="JsonException">The bytes are no array of records.</exception>
    public static IEnumerable<RecordedHop> AllOf(string service, StoredAppend append)
    {
        using var document = JsonDocument.Parse(append.Payload);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new JsonException("An append holds a JSON array of records.");
        return [.. document.RootElement.EnumerateArray().Select((element, i) => new RecordedHop(service, append.Version + i, append.Hash, Decode(element)))];
    }

    private static byte[] Encode(HopRecord record)
    {
        var fields = JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), WireJson.Tolerant);
        return [.. "{\"type\":\""u8, .. Encoding.ASCII.GetBytes(Names[record.GetType()]), .. "\","u8, .. fields.AsSpan(1)];
    }

    private static HopRecord Decode(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            throw new JsonException("A record is a JSON object with a string 'type'.");
        if (Types.TryGetValue(type.GetString()!, out var known))
            return (HopRecord)element.Deserialize(known, WireJson.Tolerant)!;
        return new UnknownHop
        {
            Type = type.GetString()!,
            At = element.TryGetProperty("at", out var at) && at.TryGetDateTimeOffset(out var moment) ? moment : default,
        };
    }
}

/// <summary>A record where it stands.</summary>
internal sealed record RecordedHop(string Service, long Version, ChainHash Append, HopRecord Record);
