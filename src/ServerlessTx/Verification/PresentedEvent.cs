using System.Globalization;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>An event of an aggregate, read from the stored bytes without the code that wrote them.</summary>
internal sealed record PresentedEvent(string Type, long TypeVersion, string EventId, string At, DateTimeOffset Moment, JsonElement Data, string? Stream)
{
    private const string StampForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The events of a payload; nothing stands for one that is none.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">It is no array.</exception>
    public static IReadOnlyList<PresentedEvent?> AllOf(byte[] payload)
    {
        using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = PresentedDocument.MaxDepth });
        return [.. json.RootElement.EnumerateArray().Select(Read)];
    }

    /// <summary>A number of its data, exactly as it is written.</summary>
    public decimal? Amount(string field) => JsonNumber.ToDecimal(Field(field));

    public string? Text(string field) => Field(field) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private JsonElement? Field(string name) => Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(name, out var value) ? value : null;

    private static PresentedEvent? Read(JsonElement stored)
    {
        if (stored.ValueKind != JsonValueKind.Object || !stored.TryGetProperty("data", out var data)
            || TextOf(stored, "type") is not { } type || TextOf(stored, "event_id") is not { } id || TextOf(stored, "at") is not { } at
            || !DateTimeOffset.TryParseExact(at, StampForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return null;
        var version = stored.TryGetProperty("type_version", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var found) ? found : 0;
        return new PresentedEvent(type, version, id, at, moment, data.Clone(), TextOf(stored, "stream"));
    }

    private static string? TextOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
