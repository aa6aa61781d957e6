using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>A value in a document, by its path, and the way to it.</summary>
internal sealed record JsonPlace(string Path, IReadOnlyList<object> Steps)
{
    /// <summary>Every value below the root, objects and arrays included.</summary>
    public static IEnumerable<JsonPlace> All(JsonNode root) => Below(root, new JsonPlace("$", []));

    public JsonNode? In(JsonNode root) => Steps.Aggregate((JsonNode?)root, (node, step) => step is string name ? node!.AsObject()[name] : node!.AsArray()[(int)step]);

    public void Replace(JsonNode root, JsonNode? value)
    {
        var parent = new JsonPlace("", [.. Steps.SkipLast(1)]).In(root)!;
        if (Steps[^1] is string name)
            parent.AsObject()[name] = value;
        else
            parent.AsArray()[(int)Steps[^1]] = value;
    }

    public void Remove(JsonNode root)
    {
        var parent = new JsonPlace("", [.. Steps.SkipLast(1)]).In(root)!;
        if (Steps[^1] is string name)
            parent.AsObject().Remove(name);
        else
            parent.AsArray().RemoveAt((int)Steps[^1]);
    }

    private static IEnumerable<JsonPlace> Below(JsonNode? node, JsonPlace at) => node switch
    {
        JsonObject members => members.SelectMany(member => Here(member.Value, new JsonPlace($"{at.Path}.{member.Key}", [.. at.Steps, member.Key]))),
        JsonArray items => items.SelectMany((item, i) => Here(item, new JsonPlace($"{at.Path}[{i}]", [.. at.Steps, i]))),
        _ => [],
    };

    private static IEnumerable<JsonPlace> Here(JsonNode? node, JsonPlace at) => Below(node, at).Prepend(at);
}
