using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>The keys of a JSON document as paths, <c>steps[].evidence.order_id</c>. A documented path that ends in <c>.*</c> covers whatever is below it.</summary>
internal static class KeyPath
{
    public static IEnumerable<string> All(JsonNode? node, string prefix = "") => node switch
    {
        JsonObject fields => fields.SelectMany(field => Below(prefix.Length == 0 ? field.Key : $"{prefix}.{field.Key}", field.Value)),
        JsonArray items => items.SelectMany(item => All(item, $"{prefix}[]")),
        _ => [],
    };

    public static bool Covers(string documented, string path) => documented.EndsWith(".*", StringComparison.Ordinal)
        ? path.StartsWith(documented[..^1], StringComparison.Ordinal)
        : documented == path;

    private static IEnumerable<string> Below(string path, JsonNode? value) => All(value, path).Prepend(path);
}
