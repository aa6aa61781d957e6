using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
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
    public void A_wait_that_is_over_is_answered_with_where_to_look() => Run(async (routes, world) =>
    {
        world.Orders.On("send_confirmation", new Behaviour.Fails());
        var (status, body, headers) = await AnswerAsync(world, Post("""{"item":"book"}""", ("Prefer", "wait=2")),
            request => routes.StartAsync(request, "order_fulfillment", new HubClient(world.Hub())));

        Assert.Equal((202, "running"), (status, body.GetProperty("status").GetString()));
        Assert.Equal($"/api/transactions/{body.GetProperty("transaction_id").GetString()}", headers.Location);
        Assert.NotEmpty(headers.RetryAfter.ToString());
        return true;
    });

    [Fact]
    public void Evidence_of_several_MiB_is_answered_whole() => Run(async (routes, world) =>
    {
        var started = await world.StartAsync("print");
        Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);
        var (status, evidence, _) = await AnswerAsync(world, Get(), request => routes.EvidenceAsync(request, started.Id.ToString()));

        Assert.Equal(200, status);
        var text = evidence.GetRawText();
        Assert.InRange(text.Length, 5 * 1024 * 1024, 16 * 1024 * 1024);
        // The answers, and the last of them once more as the transaction's result.
        Assert.Equal(26, Regex.Count(text, new string('x', 200 * 1024)));
        return true;
    }, Print);

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

    private static Workflow Print(OrderServices orders)
    {
        var saga = Saga.For<Order>("print", 1);
        for (var page = 0; page < 25; page++)
            saga = saga.Step<Receipt>("press", $"page_{page}", _ => Task.FromResult<StepAnswer<Receipt>>(new Receipt(new string('x', 200 * 1024))));
        return saga;
    }

    private static void Run(Func<TransactionRoutes, World, Task<bool>> body, Func<OrderServices, Workflow>? define = null) => VirtualTime.Run(async time =>
    {
        var world = new World(time, define);
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
