using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>Sealed values in JSON of any type, found by their form.</summary>
internal static class SealedJson
{
    /// <summary>Whether JSON may hold any; an escape may hide one.</summary>
    public static bool MayBeIn(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object or JsonValueKind.Array && JsonMarshal.GetRawUtf8Value(json) is var bytes
        && (bytes.IndexOf("\"personal_of\""u8) >= 0 || bytes.IndexOf("\\u"u8) >= 0);

    /// <summary>Refuses what came sealed where nothing personal is expected: whoever reads there would have another's data opened.</summary>
    /// <exception cref="InvalidInputException">Names the place.</exception>
    public static void Refuse(JsonNode? node)
    {
        if (Paths(node, "$").FirstOrDefault() is { } path)
            throw new InvalidInputException(path, "is sealed personal data, which stands only where it was stored; send it in the clear, where it is expected");
    }

    /// <summary>Replaces sealed values, but for those that stay. A subject is asked about for each of its values: what is erased meanwhile is.</summary>
    public static async Task ReplaceAsync(JsonNode? node, Func<SealedValue, Task<JsonNode?>> replacement)
    {
        foreach (var (name, member) in (node as JsonObject)?.ToList() ?? [])
        {
            if (await ReplacedAsync(member, replacement) is { } put)
                node![name] = put;
        }

        for (var i = 0; i < (node as JsonArray)?.Count; i++)
        {
            if (await ReplacedAsync(node[i], replacement) is { } put)
                node[i] = put;
        }
    }

    /// <summary>What stands for a value that nobody can read any more.</summary>
    public static JsonObject Erased(SealedValue standing) => new() { ["personal_of"] = standing.PersonalOf, ["erased"] = true };

    public static JsonObject MarkedErased(SealedValue standing) => JsonNodes.Of(standing)!.AsObject().With("erased", true);

    private static async Task<JsonNode?> ReplacedAsync(JsonNode? node, Func<SealedValue, Task<JsonNode?>> replacement)
    {
        if (At(node) is { } standing)
            return await replacement(standing);
        await ReplaceAsync(node, replacement);
        return null;
    }

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        _ when At(node) is not null => [path],
        JsonObject members => members.SelectMany(member => Paths(member.Value, $"{path}.{member.Key}")),
        JsonArray items => items.SelectMany((item, i) => Paths(item, $"{path}[{i}]")),
        _ => [],
    };

    private static SealedValue? At(JsonNode? node) =>
        node is JsonObject members && members.ContainsKey("personal_of") ? SealedValue.Of(WireJson.ToElement(members)) : null;
}
