using System.Text.Json;

namespace ServerlessTx.Processes;

internal static class JsonMembers
{
    /// <summary>A member that may be missing or null: both are none.</summary>
    public static JsonElement? Value(this JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}
