using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessTx.AspNetCore;
using ServerlessTx.Samples;

namespace ServerlessTx.Http;

/// <summary>An application with the shop's workflow on the memory store, reached without a network.</summary>
internal sealed class ShopHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ShopHost(WebApplication app, WatchedStore store, Shop shop, FailureLog log)
    {
        (_app, Store, Shop, Log) = (app, store, shop, log);
        Http = app.GetTestClient();
    }

    public WatchedStore Store { get; }

    public Shop Shop { get; }

    public FailureLog Log { get; }

    public HttpClient Http { get; }

    public TestServer Server => _app.GetTestServer();

    public IServiceProvider Services => _app.Services;

    public static async Task<ShopHost> StartAsync(Action<IServiceCollection>? services = null, Action<RouteGroupBuilder>? group = null, Action<WebApplication>? before = null)
    {
        var (store, shop, log) = (new WatchedStore(), new Shop(), new FailureLog());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddServerlessTx(tx => tx.UseStore("memory", _ => store).AddWorkflow(shop.Workflow).AddAggregate(Account.Type));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        before?.Invoke(app);
        var mapped = app.MapServerlessTx();
        group?.Invoke(mapped);
        await app.StartAsync();
        return new ShopHost(app, store, shop, log);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : Json(body), headers);

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request);
    }

    /// <summary>Starts one that ends by itself, and waits for it.</summary>
    public async Task<JsonElement> BuyAsync(string item = "book", decimal amount = 10) =>
        await JsonOf(await PostAsync("/api/transactions/buy_book", Order(item, amount), ("Prefer", "wait=30")));

    /// <summary>Starts one that waits in a step, and returns when it is there.</summary>
    public async Task<string> HoldAsync(string step)
    {
        var started = await JsonOf(await PostAsync("/api/transactions/buy_book", Order(step, 10)));
        await Shop.Arrived(step);
        return started.GetProperty("transaction_id").GetString()!;
    }

    public static string Order(string item = "book", decimal amount = 10) => $$"""{"item":"{{item}}","amount":{{amount}}}""";

    public static HttpContent Json(string body) =>
        new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    public static async Task<SentProblem> ProblemOf(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = new SentProblem(await JsonOf(response));
        Assert.Equal((int)response.StatusCode, problem.Status);
        return problem;
    }

    /// <summary>A request as bytes and header values that a client would not send.</summary>
    public static void Post(HttpContext http, string path, string body, params (string Name, string Value)[] headers)
    {
        (http.Request.Method, http.Request.Path) = ("POST", path);
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers)
            http.Request.Headers[name] = value;
    }

    public async ValueTask DisposeAsync()
    {
        Shop.LetGo();
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
