using System.Text.Json.Nodes;

namespace ServerlessTx.AspNetCore;

/// <summary>The part of the OpenAPI document that is about aggregates, <c>aggregates.json</c>: a host without any has none of it.</summary>
internal static class AggregatePaths
{
    private const string Command = "/aggregates/{type}/{id}/{command}";

    public static void AddTo(JsonObject document, AggregateDesks desks, string prefix)
    {
        if (!desks.All.Any())
            return;
        var part = (JsonObject)JsonNode.Parse(OpenApiDocument.Resource("aggregates.json"))!;
        foreach (var tag in part["tags"]!.AsArray())
            document["tags"]!.AsArray().Add(tag!.DeepClone());
        foreach (var (kind, members) in part["components"]!.AsObject())
            Merge(document["components"]![kind]!.AsObject(), members!.AsObject());
        document["components"]!["parameters"]!["aggregate_type"]!["schema"]!["enum"] = JsonNodes.List(desks.All.Select(desk => desk.Type));

        var paths = document["paths"]!.AsObject();
        foreach (var (path, operations) in part["paths"]!.AsObject().Where(path => path.Key != Command))
            paths[prefix + path] = operations!.DeepClone();
        foreach (var desk in desks.All)
        {
            foreach (var (name, type) in desk.Commands)
            {
                var schema = $"{desk.Type}_{name}";
                document["components"]!["schemas"]![schema] = OpenApiDocument.Schema(type, schema);
                paths[prefix + Command.Replace("{type}", desk.Type, StringComparison.Ordinal).Replace("{command}", name, StringComparison.Ordinal)] =
                    Asking(part["paths"]![Command]!, desk.Type, name, schema);
            }
        }
    }

    private static JsonNode Asking(JsonNode template, string type, string command, string schema)
    {
        var operations = JsonNode.Parse(template.ToJsonString()
            .Replace("{{type}}", type, StringComparison.Ordinal)
            .Replace("{{command}}", command, StringComparison.Ordinal))!;
        operations["post"]!["operationId"] = $"{type}_{command}";
        operations["post"]!["requestBody"]!["content"]!["application/json"]!["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + schema };
        return operations;
    }

    private static void Merge(JsonObject into, JsonObject members)
    {
        foreach (var (name, member) in members)
            into[name] = member!.DeepClone();
    }
}
