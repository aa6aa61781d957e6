using System.Text.Json;

namespace ServerlessTx;

/// <summary>A lock as a participant reports it: its name alone, or an object with its time.</summary>
internal sealed record ReportedLock(string Lock, string? At)
{
    public static IReadOnlyList<ReportedLock> All(JsonElement? result, string field) =>
        ParticipantStory.Field(result, field) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(Of).OfType<ReportedLock>()] : [];

    private static ReportedLock? Of(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => new(item.GetString()!, null),
        JsonValueKind.Object when Text(item, "lock") is { } name => new(name, Text(item, "at")),
        _ => null,
    };

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var field) && field.ValueKind is JsonValueKind.String ? field.GetString() : null;
}
