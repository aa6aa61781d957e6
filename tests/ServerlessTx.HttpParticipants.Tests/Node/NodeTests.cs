using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>A service in another language keeps the contract with nothing but the page and the npm package of Standard Webhooks.</summary>
public sealed class NodeTests(NodeShop shop) : IClassFixture<NodeShop>
{
    [Fact]
    public async Task It_takes_part_in_a_saga_that_completes()
    {
        await shop.StockAsync("lamp", 5);
        await using var coordinator = new Coordinator(shop.Settings);
        var transcript = await coordinator.RunAdHocAsync(Order("lamp", 2));
        Assert.EndsWith("decided            going_forward\nstep_done          send_receipt\ncompleted", transcript, StringComparison.Ordinal);
        Assert.Equal(3, await shop.AvailableAsync("lamp"));
    }

    [Fact]
    public async Task It_refuses_and_what_was_done_before_is_undone()
    {
        await shop.StockAsync("chair", 5);
        await using var coordinator = new Coordinator(shop.Settings);
        var transcript = await coordinator.RunAdHocAsync("""
            {"pattern":"saga","steps":[
              {"participant":"shop","operation":"reserve_item","branch":"first","input":{"item":"chair","quantity":4}},
              {"participant":"shop","operation":"reserve_item","branch":"second","input":{"item":"chair","quantity":4}}]}
            """);
        Assert.EndsWith("step_refused       second: out_of_stock\ndecided            compensating: out_of_stock\nstep_compensated   first\ncompensated", transcript, StringComparison.Ordinal);
        Assert.Equal(5, await shop.AvailableAsync("chair"));
    }

    [Theory]
    [InlineData(2, "confirmed", 3)]
    [InlineData(9, "cancelled", 5)]
    public async Task It_takes_part_in_a_TCC(int quantity, string end, int left)
    {
        await shop.StockAsync("desk", 5);
        await using var coordinator = new Coordinator(shop.Settings);
        Assert.EndsWith(end, await coordinator.RunAdHocAsync(Checkout("desk", quantity)), StringComparison.Ordinal);
        Assert.Equal(left, await shop.AvailableAsync("desk"));
    }

    [Fact]
    public async Task It_refuses_what_is_of_an_older_mode_or_token_and_serves_what_undoes_it()
    {
        await shop.StockAsync("mug", 9);
        await using var coordinator = new Coordinator(shop.Settings);
        async Task<string> AskAsync(int number, Phase phase, string input, long? mode = null) => (await Calls.TakenAsync(() => coordinator["shop"].AskAsync(
            "reserve_item", Calls.Of(phase, $"fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f{number}", input, mode: mode)))).Split(' ', 2) is ["refused:", var reason] ? reason : "done";
        const string Plain = """{"item":"mug","quantity":1}""";
        string Fenced(int token) => $$$"""{"item":"mug","quantity":1,"fence":{"resource":"stock:mug","token":{{{token}}}}}""";
        Assert.Equal(
            ["done", "done", "mode_superseded", "done", "done", "fenced_out"],
            [
                await AskAsync(10, Phase.Action, Plain, mode: 1), await AskAsync(11, Phase.Action, Plain, mode: 4), await AskAsync(12, Phase.Action, Plain, mode: 1),
                await AskAsync(10, Phase.Undo, Plain, mode: 1), await AskAsync(13, Phase.Action, Fenced(7)), await AskAsync(14, Phase.Action, Fenced(6)),
            ]);
        Assert.Equal(7, await shop.AvailableAsync("mug"));
    }

    [Fact]
    public async Task It_takes_no_call_that_nobody_signed_and_any_key_of_a_rotation()
    {
        await shop.StockAsync("rug", 5);
        Assert.Equal("unknown: status 401", await TriedAsync(("shop:Secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
        Assert.Equal("unknown: status 401", await TriedAsync());
        Assert.StartsWith("done", await TriedAsync(("shop:Secret", NodeShop.OldSecret)), StringComparison.Ordinal);
        Assert.StartsWith("done", await TriedAsync(("shop:Secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), ("shop:SecondSecret", NodeShop.Secret)), StringComparison.Ordinal);
        Assert.Equal(4, await shop.AvailableAsync("rug"));
    }

    [Theory]
    [InlineData(200, """{"decision":"confirm"}""", "reserved, confirmed")]
    [InlineData(200, """{"decision":"cancel"}""", "reserved, cancelled")]
    [InlineData(404, "", "reserved, cancelled")]
    public async Task In_doubt_behind_the_deadline_it_asks_what_is_decided(int status, string decision, string movements)
    {
        await using var asked = await HttpService.StartAsync((http, _) =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(decision);
        });
        await shop.KillAsync();
        shop.Coordinator = asked.Address;
        await shop.StartAsync();
        try
        {
            await shop.StockAsync("clock", 5);
            await using var coordinator = new Coordinator(shop.Settings);
            var call = Calls.Of(Phase.Try, TransactionId.New(DateTimeOffset.UtcNow, shard: 0, RandomNumberGenerator.Create()).ToString(), """{"item":"clock","quantity":1}""");
            Assert.StartsWith("done", await Calls.TakenAsync(() => coordinator["shop"].AskAsync("tcc", call)), StringComparison.Ordinal);
            await Until(async () => (await shop.MovementsAsync(call.TransactionId)).Count == 2);
            Assert.Equal(movements, string.Join(", ", await shop.MovementsAsync(call.TransactionId)));
            Assert.Contains(asked.Received, question => question.Path == $"/api/transactions/{call.TransactionId}/decision");
        }
        finally
        {
            await shop.KillAsync();
            shop.Coordinator = null;
            await shop.StartAsync();
        }
    }

    private async Task<string> TriedAsync(params (string, string?)[] authentication)
    {
        await using var coordinator = new Coordinator([("shop:BaseAddress", $"http://127.0.0.1:{shop.Port}/tx"), .. authentication]);
        return await Calls.TakenAsync(() => coordinator["shop"].AskAsync("tcc", Calls.Of(Phase.Try, Calls.TransactionId, """{"item":"rug","quantity":1}""")));
    }

    private static async Task Until(Func<Task<bool>> holds) =>
        Assert.True(await Poll.UntilAsync(holds, TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None));

    private static string Order(string item, int quantity) => JsonSerializer.Serialize(new
    {
        pattern = "saga",
        steps = new[]
        {
            new { participant = "shop", operation = "reserve_item", input = new { item, quantity } },
            new { participant = "shop", operation = "send_receipt", input = new { item, quantity } },
        },
    });

    private static string Checkout(string item, int quantity) => JsonSerializer.Serialize(new
    {
        pattern = "tcc",
        participants = new[] { new { participant = "shop", input = new { item, quantity } } },
    });
}
