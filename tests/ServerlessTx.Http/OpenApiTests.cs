using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.AspNetCore;
using ServerlessTx.Samples;

namespace ServerlessTx.Http;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_is_valid_OpenAPI()
    {
        await using var host = await DocumentedAsync();
        var read = Microsoft.OpenApi.OpenApiDocument.Parse(await host.Http.GetStringAsync("/openapi/v1.json"), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(Microsoft.OpenApi.OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task Every_route_is_in_the_document_and_nothing_else_is()
    {
        await using var host = await DocumentedAsync();
        var documented = Operations(await DocumentAsync(host)).Select(operation => operation.Name);
        var api = new ServerlessTxApi(host.Services);
        var mapped = host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ApiEndpoint>() is not null)
            .Select(endpoint => $"{endpoint.Metadata.GetMetadata<ApiEndpoint>()!.Method} {endpoint.RoutePattern.RawText}");
        var known = api.Endpoints.Select(endpoint => $"{endpoint.Method} /api/{endpoint.Pattern}").ToList();

        Assert.Equal(known.Order(), mapped.Order());
        Assert.Equal(known.SelectMany(Documented).Order(), documented.Order());
    }

    [Fact]
    public async Task The_states_of_the_document_have_the_fields_that_are_answered()
    {
        await using var host = await DocumentedAsync();
        var schemas = (await DocumentAsync(host)).GetProperty("components").GetProperty("schemas");

        Assert.Equal(Names(InputSchema.Of(typeof(TransactionState))["properties"]), Names(schemas.GetProperty("transaction").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(TransactionSummary))["properties"]),
            Names(schemas.GetProperty("page").GetProperty("properties").GetProperty("transactions").GetProperty("items").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(DecisionAnswer))["properties"]), Names(schemas.GetProperty("decision").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(AggregateAnswer))["properties"]), Names(schemas.GetProperty("aggregate").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(HistoryPage))["properties"]), Names(schemas.GetProperty("history").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(HappenedEvent))["properties"]),
            Names(schemas.GetProperty("history").GetProperty("properties").GetProperty("events").GetProperty("items").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(CancelRequest))["properties"]), Names(schemas.GetProperty("cancel").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(LeaseAnswer))["properties"]), Names(schemas.GetProperty("lease").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(LockStateAnswer))["properties"]), Names(schemas.GetProperty("lock_state").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(LimitView))["properties"]),
            Names(schemas.GetProperty("limits").GetProperty("properties").GetProperty("limits").GetProperty("items").GetProperty("properties")));
        Assert.Equal(Names(InputSchema.Of(typeof(AcquireLockRequest))["properties"]), Names(schemas.GetProperty("acquire_lock").GetProperty("properties")));
        Assert.Equal(Enum.GetValues<TransactionStatus>().Select(status => status.Word()), Words(schemas.GetProperty("status")));
        Assert.Equal(["undecided", .. Enum.GetValues<Decision>().Select(decision => DecisionAnswer.WordOf(decision))],
            Words(schemas.GetProperty("decision").GetProperty("properties").GetProperty("decision")));
    }

    [Fact]
    public async Task Every_problem_stands_at_the_operations_with_its_status()
    {
        await using var host = await DocumentedAsync();
        var document = await DocumentAsync(host);
        var responses = document.GetProperty("components").GetProperty("responses").EnumerateObject().Select(response => response.Value.GetProperty("description").GetString()!).ToList();
        var ofNoOperation = new[] { ProblemTypes.UnknownRoute, ProblemTypes.UnknownWorkflow, ProblemTypes.MethodNotAllowed };

        Assert.All(ProblemTypes.All.Except(ofNoOperation), type => Assert.Contains(responses, response => response.Contains(type.Name, StringComparison.Ordinal)));
        Assert.All(Operations(document), operation => Assert.Superset(
            new HashSet<string> { "200", "400", "401", "403", "500", "503" },
            operation.Value.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToHashSet()));
    }

    [Fact]
    public async Task A_workflow_is_shown_with_its_input_and_examples_that_do_what_they_say()
    {
        await using var host = await DocumentedAsync();
        var document = await DocumentAsync(host);
        var body = document.GetProperty("paths").GetProperty("/api/transactions/buy_book").GetProperty("post")
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty("buy_book_input");
        var ends = new List<string?>();
        foreach (var example in body.GetProperty("examples").EnumerateObject())
            ends.Add((await ShopHost.JsonOf(await host.PostAsync("/api/transactions/buy_book", example.Value.GetProperty("value").GetRawText(), ("Prefer", "wait=30")))).GetProperty("status").GetString());

        Assert.Equal("#/components/schemas/buy_book_input", body.GetProperty("schema").GetProperty("$ref").GetString());
        Assert.Equal(["item", "amount"], Words(schema, "required"));
        Assert.Equal(0.01m, schema.GetProperty("properties").GetProperty("amount").GetProperty("minimum").GetDecimal());
        Assert.Equal(["completed", "compensated"], ends);
    }

    [Fact]
    public async Task The_expiry_of_idempotency_keys_is_published()
    {
        await using var host = await DocumentedAsync();
        var parameter = (await DocumentAsync(host)).GetProperty("components").GetProperty("parameters").GetProperty("idempotency_key");

        Assert.Contains("remembered for 24 hours after its transaction has ended", parameter.GetProperty("description").GetString());
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        await using var host = await DocumentedAsync();
        var page = await host.Http.GetStringAsync("/docs/");
        var script = await host.Http.GetAsync("/docs/scalar.js");

        Assert.DoesNotContain("://", page);
        Assert.Contains("\"url\":\"openapi/v1.json\"", page);
        Assert.Contains("\"withDefaultFonts\":false", page);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.True((await script.Content.ReadAsByteArrayAsync()).Length > 1_000_000);
    }

    /// <summary>A start stands there once for each workflow, and a command once for each of its type: each has a schema of its own.</summary>
    private static IEnumerable<string> Documented(string route) => route.Contains("{command}", StringComparison.Ordinal)
        ? Account.Type.Commands.Types.Keys.Select(command =>
            route.Replace("{type}", Account.Type.Name, StringComparison.Ordinal).Replace("{command}", command, StringComparison.Ordinal))
        : [route.Replace("{workflow}", "buy_book", StringComparison.Ordinal)];

    private static Task<ShopHost> DocumentedAsync() => ShopHost.StartAsync(
        services => new ServerlessTxBuilder(services)
            .AddExample("buy_book", "completes", "A book that can be paid", new Purchase { Item = "book", Amount = 10 })
            .AddExample("buy_book", "refused", "A book that cannot", new Purchase { Item = "book", Amount = 1000 }),
        before: app => app.MapServerlessTxDocs());

    private static async Task<JsonElement> DocumentAsync(ShopHost host) => await ShopHost.JsonOf(await host.GetAsync("/openapi/v1.json"));

    private static IEnumerable<(string Name, JsonElement Value)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Name != "parameters"
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    private static IEnumerable<string> Names(JsonNode? properties) => ((JsonObject)properties!).Select(property => property.Key);

    private static IEnumerable<string> Names(JsonElement properties) => properties.EnumerateObject().Select(property => property.Name);

    private static IEnumerable<string> Words(JsonElement schema, string keyword = "enum") => schema.GetProperty(keyword).EnumerateArray().Select(word => word.GetString()!);
}
