using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessTx.AspNetCore;

namespace ServerlessTx.Http;

public sealed class IdempotencyKeyTests
{
    private const string Buy = "/api/transactions/buy_book";

    [Fact]
    public async Task A_key_shows_who_used_it_first_and_every_replay()
    {
        await using var host = await ShopHost.StartAsync();
        var state = await ShopHost.JsonOf(await host.PostAsync(Buy, ShopHost.Order(), ("Idempotency-Key", "order_1"), ("Prefer", "wait=30")));
        await host.PostAsync(Buy, ShopHost.Order(), ("Idempotency-Key", "order_1"));
        var operation = await OperationAsync(host, "order_1?workflow=buy_book");
        var attempts = operation.GetProperty("attempts");

        Assert.Equal("order_1", operation.GetProperty("idempotency_key").GetString());
        Assert.Equal("one_transaction_per_key", operation.GetProperty("guarantee").GetString());
        Assert.Equal(JsonValueKind.String, operation.GetProperty("expires_at").ValueKind);
        Assert.Equal(2, attempts.GetArrayLength());
        Assert.Equal(("completed", Id(state)), (attempts[0].GetProperty("result").GetString(), attempts[0].GetProperty("transaction_id").GetString()));
        Assert.Equal(("already_processed", Id(state)), (attempts[1].GetProperty("result").GetString(), attempts[1].GetProperty("original_transaction_id").GetString()));
        Assert.True(attempts[1].GetProperty("returned_cached").GetBoolean());
    }

    [Fact]
    public async Task A_key_of_an_open_transaction_says_that_it_does_not_expire_yet()
    {
        await using var host = await ShopHost.StartAsync();
        await host.PostAsync(Buy, ShopHost.Order("reserve"), ("Idempotency-Key", "order_1"));
        await host.Shop.Arrived("reserve");

        Assert.Equal(JsonValueKind.Null, (await OperationAsync(host, "order_1?workflow=buy_book")).GetProperty("expires_at").ValueKind);
    }

    [Fact]
    public async Task A_key_of_an_operation_is_found_by_the_operations_name()
    {
        await using var host = await ShopHost.StartAsync();
        await host.Services.GetRequiredService<IdempotentOperations>().ProcessOnceAsync(
            new OperationKey("charge_card", "charge_1"), 500, (_, _) => Task.FromResult(new { ChargeId = "ch_1" }));

        Assert.Equal("ch_1", (await OperationAsync(host, "charge_1?workflow=charge_card")).GetProperty("attempts")[0].GetProperty("charge_id").GetString());
    }

    [Theory]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("100% ünïcode?", "100%25%20%C3%BCn%C3%AFcode%3F")]
    [InlineData("a+b", "a+b")]
    public async Task Any_key_can_be_written_into_the_path(string key, string path)
    {
        await using var host = await ShopHost.StartAsync();
        await host.Services.GetRequiredService<TransactionClient>().StartAsync(
            new StartRequest("buy_book", JsonElement.Parse(ShopHost.Order())) { IdempotencyKey = key });

        Assert.Equal(key, (await OperationAsync(host, path + "?workflow=buy_book")).GetProperty("idempotency_key").GetString());
    }

    /// <summary>Over a real connection, since the server for tests decodes a path otherwise.</summary>
    [Fact]
    public async Task A_slash_in_a_key_is_told_from_an_encoded_one()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddServerlessTx(tx => tx.AddWorkflow(new Shop().Workflow));
        await using var app = builder.Build();
        app.MapServerlessTx();
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        foreach (var key in new[] { "a/b", "a%2Fb" })
        {
            await app.Services.GetRequiredService<TransactionClient>().StartAsync(
                new StartRequest("buy_book", JsonElement.Parse(ShopHost.Order())) { IdempotencyKey = key });
            var response = await http.GetAsync($"/api/idempotency-keys/{Uri.EscapeDataString(key)}?workflow=buy_book");
            Assert.Equal(key, (await ShopHost.JsonOf(response)).GetProperty("idempotent_operation").GetProperty("idempotency_key").GetString());
        }
    }

    [Fact]
    public async Task Nobody_sees_the_key_of_another_caller()
    {
        await using var host = await ShopHost.StartAsync(services => services.Configure<ServerlessTxHttpOptions>(
            options => options.Caller = http => http.Request.Headers["X-Caller"].ToString()));
        await host.PostAsync(Buy, ShopHost.Order(), ("Idempotency-Key", "order_1"), ("X-Caller", "ann"));

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, "order_1?workflow=buy_book", ("X-Caller", "ann"))).StatusCode);
        var response = await GetAsync(host, "order_1?workflow=buy_book", ("X-Caller", "bob"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("urn:serverlesstx:problem:unknown_idempotency_key", (await ShopHost.JsonOf(response)).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("order_1", "invalid_parameter", "workflow is missing: the name of the workflow or operation that the key was used for, 1 to 64 letters, digits, '_' or '-'.")]
    [InlineData("order_1?workflow=a%20b", "invalid_parameter", "workflow takes the name of the workflow or operation that the key was used for, 1 to 64 letters, digits, '_' or '-'; 'a b' was sent.")]
    [InlineData("order_1?workflow=buy_book&caller=bob", "invalid_parameter", "caller is no parameter of this route, which takes workflow.")]
    [InlineData("a%0Ab?workflow=buy_book", "invalid_idempotency_key", "An Idempotency-Key has 1 to 255 characters and no control character; it holds a control character.")]
    public async Task What_is_wrong_is_a_400_that_says_what_would_be_right(string path, string type, string detail)
    {
        await using var host = await ShopHost.StartAsync();
        var response = await GetAsync(host, path);
        var problem = await ShopHost.JsonOf(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(("urn:serverlesstx:problem:" + type, detail), (problem.GetProperty("type").GetString(), problem.GetProperty("detail").GetString()));
        Assert.Equal(0, host.Store.Writes);
    }

    private static Task<HttpResponseMessage> GetAsync(ShopHost host, string path, params (string Name, string Value)[] headers) =>
        host.GetAsync("/api/idempotency-keys/" + path, headers);

    private static async Task<JsonElement> OperationAsync(ShopHost host, string path)
    {
        var response = await GetAsync(host, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await ShopHost.JsonOf(response)).GetProperty("idempotent_operation");
    }

    private static string? Id(JsonElement state) => state.GetProperty("transaction_id").GetString();
}
