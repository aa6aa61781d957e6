using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// The OpenAPI document: <c>openapi.json</c>, completed with the workflows and the aggregates of this host. It does not look at how routes are mapped, so a
/// Functions app shows the same one.
/// </summary>
internal sealed class OpenApiDocument(
    WorkflowRegistry workflows, AggregateDesks desks, IEnumerable<InputExample> examples, TimeSpan keyLifetime)
{
    private const string Start = "/transactions/{workflow}";

    public JsonObject Build(string prefix)
    {
        var document = Template();
        var schemas = (JsonObject)document["components"]!["schemas"]!;
        var paths = new JsonObject();
        foreach (var (path, operations) in (JsonObject)document["paths"]!)
        {
            if (path != Start)
                paths[prefix + path] = operations!.DeepClone();
            // OpenAPI takes /transactions/{workflow} and /transactions/{id} for one path, so each workflow has its own.
            foreach (var name in path == Start ? workflows.Names : [])
            {
                var workflow = workflows.Newest(name)!;
                schemas[SchemaOf(name)] = Schema(workflow.InputType, SchemaOf(name));
                paths[prefix + path.Replace("{workflow}", name, StringComparison.Ordinal)] = Starting(operations!, workflow.Definition);
            }
        }

        document["paths"] = paths;
        foreach (var (path, operations) in new[] { "dead-letters.json", "locks.json" }.SelectMany(part => Part(document, part)))
            paths[prefix + path] = operations!.DeepClone();
        AggregatePaths.AddTo(document, desks, prefix);
        return document;
    }

    /// <summary>Adds the tags and the components of a part to the document, and hands out its paths.</summary>
    public static JsonObject Part(JsonObject document, string name)
    {
        var part = (JsonObject)JsonNode.Parse(Resource(name))!;
        foreach (var tag in part["tags"]!.AsArray())
            document["tags"]!.AsArray().Add(tag!.DeepClone());
        foreach (var (kind, members) in part["components"]!.AsObject())
        {
            foreach (var (member, value) in members!.AsObject())
                document["components"]![kind]![member] = value!.DeepClone();
        }

        return part["paths"]!.AsObject();
    }

    private JsonNode Starting(JsonNode template, Definition definition)
    {
        var operations = JsonNode.Parse(template.ToJsonString()
            .Replace("{{workflow}}", definition.Name, StringComparison.Ordinal)
            .Replace("{{pattern}}", WordOf(definition.Pattern), StringComparison.Ordinal)
            .Replace("{{version}}", definition.Version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))!;
        operations["post"]!["operationId"] = "start_" + definition.Name;
        var content = operations["post"]!["requestBody"]!["content"]!["application/json"]!;
        content["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + SchemaOf(definition.Name) };
        var shown = examples.Where(example => example.Workflow == definition.Name).ToList();
        if (shown.Count > 0)
            content["examples"] = new JsonObject(shown.Select(example => KeyValuePair.Create(example.Name, Shown(example))));
        return operations;
    }

    private static JsonNode? Shown(InputExample example) =>
        new JsonObject { ["summary"] = example.Summary, ["value"] = JsonNodes.Of(example.Input) };

    /// <summary>An exported schema refers to its own parts from its own root, which in the document stands elsewhere.</summary>
    public static JsonNode Schema(Type type, string name) =>
        JsonNode.Parse(InputSchema.Of(type).ToJsonString()
            .Replace("\"$ref\":\"#", $"\"$ref\":\"#/components/schemas/{name}", StringComparison.Ordinal))!;

    private static string WordOf(Pattern pattern) => pattern switch { Pattern.Saga => "saga", Pattern.Tcc => "TCC", _ => "two-phase commit" };

    private static string SchemaOf(string workflow) => workflow + "_input";

    private JsonObject Template()
    {
        var lifetime = keyLifetime.TotalHours.ToString("0.##", CultureInfo.InvariantCulture) + " hours";
        return (JsonObject)JsonNode.Parse(Resource("openapi.json").Replace("{{key_lifetime}}", lifetime, StringComparison.Ordinal))!;
    }

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
