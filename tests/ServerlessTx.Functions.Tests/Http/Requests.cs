using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.AspNetCore;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>Requests as the worker hands them to a trigger.</summary>
public sealed class Requests
{
    [Fact]
    public void A_start_that_waits_is_answered_with_the_end() => Run(async (routes, world) =>
    {
        var (status, body, headers) = await AnswerAsync(world, Post("""{"item":"book"}""", ("Prefer", "wait=10"), ("Idempotency-Key", "k")),
            request => routes.StartAsync(request, "order_fulfillment", new HubClient(world.Hub())));

        Assert.Equal((200, "completed"), (status, body.GetProperty("status").GetString()));
        Assert.Equal("wait=10", headers["Preference-Applied"]);
        Assert.Equal($"/api/transactions/{body.GetProperty("transaction_id").GetString()}", headers.Location);
        return true;
    });

    [Fact]
    public void The_caller_in_evidence_is_the_functions_app() => Run(async (routes, world) =>
    {
        var (_, body, _) = await AnswerAsync(world, Post("""{"item":"book"}""", ("Prefer", "wait=10")),
            request => routes.StartAsync(request, "order_fulfillment", new HubClient(world.Hub())));
        var id = TransactionId.Parse(body.GetProperty("transaction_id").GetString()!);

        Assert.Equal("functions", ((Started)(await world.Transactions.LoadAsync(id, default)).Records[0].Record).Caller);
        var (status, evidence, _) = await AnswerAsync(world, Get(), request => routes.EvidenceAsync(request, id.ToString()));
        Assert.Equal(200, status);
        Assert.True(evidence.TryGetProperty("chain", out _));
        return true;
    });

    [Fact]
    public void A_cancel_wakes_the_orchestration() => Run(async (routes, world) =>
    {
        world.Orders.On("charge_payment", new Behaviour.Fails());
        var started = await world.StartAsync();
        var (status, body, _) = await AnswerAsync(world, Post("""{"reason":"changed_my_mind"}"""),
            request => routes.CancelAsync(request, started.Id.ToString(), new HubClient(world.Hub())));

        Assert.Equal((200, "compensating"), (status, body.GetProperty("decision").GetString()));
        Assert.EndsWith("compensated", await world.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void What_no_route_takes_is_a_problem_of_the_api() => Run(async (routes, world) =>
    {
        var (status, body, _) = await AnswerAsync(world, Get(), request => routes.UnknownAsync(request, "nowhere"));
        Assert.Equal(404, status);
        Assert.EndsWith("unknown_route", body.GetProperty("type").GetString(), StringComparison.Ordinal);
        return true;
    });

    private static void Run(Func<TransactionRoutes, World, Task<bool>> body) => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        return await body(new TransactionRoutes(new ServerlessTxApi(world.Services), world.Services.GetRequiredService<DurableClients>()), world);
    });

    private static DefaultHttpContext Get() => new();

    private static DefaultHttpContext Post(string body, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Path = "/api/transactions/order_fulfillment";
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers)
            http.Request.Headers[name] = value;
        return http;
    }

    private static async Task<(int Status, JsonElement Body, IHeaderDictionary Headers)> AnswerAsync(World world, DefaultHttpContext http, Func<HttpRequest, Task<IResult>> trigger)
    {
        http.RequestServices = world.Services;
        var answer = new MemoryStream();
        http.Response.Body = answer;
        await (await trigger(http.Request)).ExecuteAsync(http);
        return (http.Response.StatusCode, JsonElement.Parse(answer.ToArray()), http.Response.Headers);
    }
}
