using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>Building documents node by node.</summary>
internal static class JsonNodes
{
    public static JsonNode? Of<T>(T value) => JsonSerializer.SerializeToNode(value, WireJson.Tolerant);

    /// <summary>A participant's own JSON as it stands, without a copy of it.</summary>
    public static JsonNode? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };

    public static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray List(IEnumerable<string> items) => List(items.Select(item => (JsonNode?)JsonValue.Create(item)));

    /// <summary>Sets a key that has something to say; one without is left out.</summary>
    public static JsonObject With(this JsonObject node, string key, JsonNode? value)
    {
        if (value is not null)
            node[key] = value;
        return node;
    }

    /// <summary>Adds what a participant reported, field by field. It cannot stand in for a key of ours.</summary>
    public static JsonObject WithReported(this JsonObject node, JsonElement? result, params IEnumerable<string> except)
    {
        if (result is { ValueKind: JsonValueKind.Object } fields)
        {
            foreach (var field in fields.EnumerateObject().Where(field => !node.ContainsKey(field.Name) && !except.Contains(field.Name)))
                node[field.Name] = Of(field.Value);
        }
        else if (result is { } other)
        {
            node["reported"] = Of(other);
        }

        return node;
    }
}
