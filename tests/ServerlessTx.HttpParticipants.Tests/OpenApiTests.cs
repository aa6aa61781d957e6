using System.Text.Json;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>The document for machines, compared with what is really sent and understood.</summary>
public sealed class OpenApiTests
{
    private static readonly JsonElement Document = JsonElement.Parse(File.ReadAllBytes(Repository.File("docs", "http-participant.openapi.json")));

    [Fact]
    public async Task Every_request_is_one_of_the_documents_and_every_one_of_the_documents_is_made()
    {
        await using var service = await Script.Of(
            ("turn_back/action", 409, """{"type":"urn:serverlesstx:participant:refused"}"""),
            ("tcc/try", 204, ""), ("tcc/try", 500, ""), ("two_phase_commit/prepare", 204, ""), ("two_phase_commit/prepare", 500, ""));
        await using var coordinator = new Coordinator(Coordinator.Settings(
            service, ("Secret", NodeShop.Secret), ("Tcc", "true"), ("TwoPhaseCommit", "true"),
            ("Operations:reserve:Undo", "release"), ("Operations:turn_back:Role", "step"), ("Operations:ship:Role", "pivot"), ("Operations:thank:Role", "retriable")));
        await coordinator.RunAdHocAsync(Body("saga", "steps", Operation("reserve"), Operation("ship"), Operation("thank")));
        await coordinator.RunAdHocAsync(Body("saga", "steps", Operation("reserve"), Operation("turn_back")));
        foreach (var vote in new[] { "tcc", "tcc", "two_phase_commit", "two_phase_commit" })
            await coordinator.RunAdHocAsync(Body(vote, "participants", "\"branch\":\"shop\""));

        Assert.All(service.Received, AssertDocumented);
        Assert.Equal(
            Document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal),
            service.Received.Select(PathOf).Distinct().Order(StringComparer.Ordinal));
    }

    private static void AssertDocumented(ReceivedCall call)
    {
        var operation = Document.GetProperty("paths").GetProperty(PathOf(call)).GetProperty("post");
        var members = new Dictionary<string, JsonElement>();
        var required = new HashSet<string>();
        Collect(operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"), members, required);
        var sent = call.Body.EnumerateObject().Select(member => member.Name).ToHashSet();
        Assert.Superset(required, sent);
        Assert.Subset(members.Keys.ToHashSet(), sent);
        Assert.Contains(call.Text("phase"), members["phase"].GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
        foreach (var header in operation.GetProperty("parameters").EnumerateArray().Select(Resolve).Where(parameter => parameter.GetProperty("in").GetString() is "header"))
            Assert.True(call.Headers.ContainsKey(header.GetProperty("name").GetString()!) || !header.TryGetProperty("required", out _), header.ToString());
    }

    /// <summary>The members of a schema and of those that it is made of.</summary>
    private static void Collect(JsonElement schema, Dictionary<string, JsonElement> members, HashSet<string> required)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("allOf", out var parts))
        {
            foreach (var part in parts.EnumerateArray())
                Collect(part, members, required);
            return;
        }

        foreach (var member in schema.GetProperty("properties").EnumerateObject())
            members[member.Name] = member.Value;
        required.UnionWith(schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!));
    }

    private static JsonElement Resolve(JsonElement element) => element.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/').Skip(1).Aggregate(Document, (at, name) => at.GetProperty(name))
        : element;

    private static string PathOf(ReceivedCall call)
    {
        var path = call.Path["/tx".Length..];
        return path.StartsWith("/tcc/", StringComparison.Ordinal) || path.StartsWith("/two_phase_commit/", StringComparison.Ordinal)
            ? path
            : "/{operation}/" + path.Split('/')[^1];
    }

    private static string Operation(string name) => $"\"operation\":\"{name}\"";

    private static string Body(string pattern, string list, params string[] items) =>
        $"{{\"pattern\":\"{pattern}\",\"policy\":{{\"attempts\":1}},\"{list}\":[{string.Join(',', items.Select(item => $"{{\"participant\":\"shop\",{item},\"input\":{{}}}}"))}]}}";
}
