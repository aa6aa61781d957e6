using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Http;

public sealed class ChildTests
{
    private static readonly Workflow Present = Saga.For<Purchase>("present", 1, deadline: TimeSpan.FromHours(1))
        .Child("shop", "buy", workflow: "buy_book", within: TimeSpan.FromMinutes(10), call => call.Input,
            undo: "bring_back", (_, child) => Task.FromResult(Conclusion.Done(new { brought_back = child.Result.Keys })))
        .Step<object>("paper", "wrap", call => Task.FromResult<StepAnswer<object>>(call.Input.Item == "ball" ? Refusal.Because("no_corners") : new { wrapped = true }));

    [Fact]
    public async Task Parent_and_child_are_seen_from_each_other_and_have_evidence_of_their_own()
    {
        await using var host = await ShopHost.StartAsync(services => services.AddSingleton(Present));
        var parent = await EndAsync(host, """{"item":"book","amount":10}""");
        var told = parent.GetProperty("children")[0];
        var child = await ReadAsync(host, told.GetProperty("transaction_id").GetString()!);

        Assert.Equal(("completed", "buy", "buy_book", "completed"), (Text(parent, "status"), Text(told, "step"), Text(told, "workflow"), Text(told, "status")));
        Assert.Equal((Text(parent, "transaction_id"), "buy", "buy_ended"), (Text(child.GetProperty("parent"), "transaction_id"), Text(child.GetProperty("parent"), "branch"), Text(child.GetProperty("parent"), "signal")));
        Assert.Equal(told.GetProperty("head").GetRawText(), child.GetProperty("head").GetRawText());
        foreach (var id in new[] { Text(parent, "transaction_id"), Text(child, "transaction_id") })
            Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(await (await host.GetAsync($"/api/transactions/{id}/evidence")).Content.ReadAsByteArrayAsync()).Outcome);
    }

    [Fact]
    public async Task A_child_that_is_done_is_undone_by_a_call_of_its_parent_and_stays_as_it_ended()
    {
        await using var host = await ShopHost.StartAsync(services => services.AddSingleton(Present));
        var parent = await EndAsync(host, """{"item":"ball","amount":10}""");

        Assert.Equal(("compensated", "no_corners"), (Text(parent, "status"), Text(parent, "reason")));
        var told = parent.GetProperty("children")[0];
        Assert.Equal(told.GetProperty("head").GetRawText(), (await ReadAsync(host, Text(told, "transaction_id"))).GetProperty("head").GetRawText());
    }

    [Fact]
    public async Task What_a_child_says_nobody_else_can_say()
    {
        await using var host = await ShopHost.StartAsync(services => services.AddSingleton(Present));
        var id = Text(await ShopHost.JsonOf(await host.PostAsync("/api/transactions/present", """{"item":"charge","amount":10}""")), "transaction_id");
        await host.Shop.Arrived("charge");
        var said = await host.PostAsync($"/api/transactions/{id}/signals/buy_ended", null);
        host.Shop.LetGo();

        Assert.Equal((HttpStatusCode.NotFound, "unknown_signal"), (said.StatusCode, (await ShopHost.ProblemOf(said)).Name));
        await host.Services.GetRequiredService<TransactionClient>().WaitAsync(TransactionId.Parse(id), TimeSpan.FromSeconds(30));
        Assert.Equal("completed", Text(await ReadAsync(host, id), "status"));
    }

    private static async Task<JsonElement> EndAsync(ShopHost host, string input) =>
        await ShopHost.JsonOf(await host.PostAsync("/api/transactions/present", input, ("Prefer", "wait=30")));

    private static async Task<JsonElement> ReadAsync(ShopHost host, string id) => await ShopHost.JsonOf(await host.GetAsync($"/api/transactions/{id}"));

    private static string Text(JsonElement from, string member) => from.GetProperty(member).GetString()!;
}
