using System.Text.Json;

namespace ServerlessTx;

/// <summary>An event as its stream holds it.</summary>
internal sealed record StoredEvent
{
    public required string Type { get; init; }

    /// <summary>Of the event's fields.</summary>
    public int TypeVersion { get; init; } = 1;

    /// <summary>Random: the same command of two callers at one moment must not be the same bytes, which would count as one append.</summary>
    public required string EventId { get; init; }

    /// <summary>Never before the event it follows.</summary>
    public required DateTimeOffset At { get; init; }

    public required JsonElement Data { get; init; }

    /// <summary>Whose stream it begins; of the first event alone, which all others are chained to.</summary>
    public string? Stream { get; init; }

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Tolerant);

    public static IReadOnlyList<StoredEvent> AllOf(StoredAppend append) =>
        JsonSerializer.Deserialize<IReadOnlyList<StoredEvent>>(append.Payload.Span, WireJson.Tolerant)!;
}
