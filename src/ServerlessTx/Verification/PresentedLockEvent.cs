using System.Globalization;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>An event of a lock, read from the stored bytes without the code that wrote them.</summary>
internal sealed record PresentedLockEvent(string Type, string Resource, long Token, string Holder, DateTimeOffset Moment, JsonElement Json)
{
    public const string Acquired = "lock_acquired";

    private const string StampForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private static readonly string[] Known = [Acquired, "lock_released", "lock_expired"];

    /// <summary>The events of a payload; nothing stands for one that is none.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">It is no array.</exception>
    public static IReadOnlyList<PresentedLockEvent?> AllOf(byte[] payload)
    {
        using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = PresentedDocument.MaxDepth });
        return [.. json.RootElement.EnumerateArray().Select(Read)];
    }

    private static PresentedLockEvent? Read(JsonElement stored) =>
        stored.ValueKind == JsonValueKind.Object
        && TextOf(stored, "type") is { } type && Known.Contains(type)
        && TextOf(stored, "resource") is { } resource && TextOf(stored, "lock_holder") is { } holder
        && stored.TryGetProperty("lock_token", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var token)
        && DateTimeOffset.TryParseExact(TextOf(stored, "at"), StampForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? new PresentedLockEvent(type, resource, token, holder, moment, stored.Clone())
            : null;

    private static string? TextOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
