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
        var part = OpenApiDocument.Part(document, "aggregates.json");
        document["components"]!["parameters"]!["aggregate_type"]!["schema"]!["enum"] = JsonNodes.List(desks.All.Select(desk => desk.Type));

        var paths = document["paths"]!.AsObject();
        foreach (var (path, operations) in part.Where(path => path.Key != Command))
            paths[prefix + path] = operations!.DeepClone();
        foreach (var desk in desks.All)
        {
            foreach (var (name, type) in desk.Commands)
            {
                var schema = $"{desk.Type}_{name}";
                document["components"]!["schemas"]![schema] = OpenApiDocument.Schema(type, schema);
                paths[prefix + Command.Replace("{type}", desk.Type, StringComparison.Ordinal).Replace("{command}", name, StringComparison.Ordinal)] =
                    Asking(part[Command]!, desk.Type, name, schema);
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
}
