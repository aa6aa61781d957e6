using System.Text.Json;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>Whole transactions over services, in code and by name.</summary>
public sealed class TransactionTests
{
    private const string Refusal = """{"type":"urn:serverlesstx:participant:refused","title":"Refused","reason":"out_of_stock"}""";

    private sealed record Purchase(string Item);

    private sealed record Hold(int Number);

    [Fact]
    public async Task A_refused_step_turns_the_saga_back() => Assert.Equal(
        """
        started            buy
        step_done          pay
        step_refused       reserve_item: out_of_stock
        decided            compensating: out_of_stock
        step_compensated   pay
        compensated
        """, await RunAsync(Sagas, ("reserve_item/action", 409, Refusal)));

    [Fact]
    public async Task A_step_that_is_at_work_is_asked_again() => Assert.Equal(
        """
        started            buy
        unanswered         pay/action 1: it is still at work on it
        step_done          pay
        step_done          reserve_item
        decided            going_forward
        completed
        """, await RunAsync(Sagas, ("pay/action", 425, ""), ("pay/action", 204, "")));

    [Fact]
    public async Task What_a_service_forgot_is_heuristic() => Assert.Equal(
        """
        started            buy
        reserved           shop
        decided            confirm
        confirm_heuristic  shop: it had been concluded and is forgotten there
        confirmed
        """, await RunAsync(shop => Tcc.For<Purchase>("buy", 1, Coordinator.Policy).Participant(shop), ("tcc/confirm", 410, "")));

    [Fact]
    public async Task A_vote_without_an_answer_is_a_no() => Assert.Equal(
        """
        started            buy
        unanswered         shop/prepare 1: UnknownAnswerException: status 500
        unanswered         shop/prepare 2: UnknownAnswerException: status 500
        prepare_unknown    shop: no answer in 2 attempts
        decided            abort: no_answer_from_shop
        aborted            shop
        aborted
        """, await RunAsync(shop => TwoPhaseCommit.For<Purchase>("buy", 1, Coordinator.Policy).Participant(shop), ("two_phase_commit/prepare", 500, "")));

    [Fact]
    public async Task What_a_service_answered_a_later_step_can_read()
    {
        Hold? read = null;
        await RunAsync(
            shop => Saga.For<Purchase>("buy", 1, Coordinator.Policy)
                .Step(shop, "reserve_item", undo: "release_item")
                .Then("mail", "confirm", call =>
                {
                    read = call.ResultOf<Hold>("reserve_item");
                    return Task.FromResult(Conclusion.Done());
                }),
            ("reserve_item/action", 200, """{"result":{"number":7}}"""));
        Assert.Equal(new Hold(7), read);
    }

    [Fact]
    public async Task A_saga_that_came_as_JSON_asks_services_by_name()
    {
        await using var service = await Script.Of(("reserve_item/action", 409, Refusal));
        await using var coordinator = new Coordinator(Coordinator.Settings(
            service, ("Operations:pay:Undo", "refund"), ("Operations:reserve_item:Undo", "release_item"), ("Operations:ship:Role", "pivot"), ("Operations:thank:Role", "retriable")));
        var transcript = await coordinator.RunAdHocAsync("""
            {"pattern":"saga","policy":{"first_delay_ms":1},"steps":[
              {"participant":"shop","operation":"pay","input":{"amount":24.90}},
              {"participant":"shop","operation":"reserve_item","branch":"book","input":{"item":"book"}},
              {"participant":"shop","operation":"ship","input":{}},
              {"participant":"shop","operation":"thank","input":{}}]}
            """);
        Assert.EndsWith("step_refused       book: out_of_stock\ndecided            compensating: out_of_stock\nstep_compensated   pay\ncompensated", transcript, StringComparison.Ordinal);
        Assert.Equal(["/tx/pay/action", "/tx/reserve_item/action", "/tx/pay/undo"], service.Received.Select(call => call.Path));
        Assert.Equal("""{"amount":24.90}""", service.Received[0].Text("input"));
    }

    [Theory]
    [InlineData("tcc", "confirmed", "/tx/tcc/try, /tx/tcc/confirm")]
    [InlineData("two_phase_commit", "committed", "/tx/two_phase_commit/prepare, /tx/two_phase_commit/commit")]
    public async Task A_vote_that_came_as_JSON_asks_services_by_name(string pattern, string end, string paths)
    {
        await using var service = await Script.Of();
        await using var coordinator = new Coordinator(Coordinator.Settings(service, ("Tcc", "true"), ("TwoPhaseCommit", "true")));
        var transcript = await coordinator.RunAdHocAsync($$$"""{"pattern":"{{{pattern}}}","participants":[{"participant":"shop","input":{"item":"book"}}]}""");
        Assert.EndsWith(end, transcript, StringComparison.Ordinal);
        Assert.Equal(paths, string.Join(", ", service.Received.Select(call => call.Path)));
    }

    [Theory]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"shop","operation":"../admin","input":{}}]}""")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"http://elsewhere.example","operation":"pay","input":{}}]}""")]
    [InlineData("""{"pattern":"tcc","participants":[{"participant":"shop","input":{}}]}""")]
    public async Task A_request_names_no_address_and_nothing_that_is_not_configured(string body)
    {
        await using var service = await Script.Of();
        await using var coordinator = new Coordinator(Coordinator.Settings(service, ("Operations:pay:Undo", "refund")));
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => coordinator.Client.StartAdHocAsync(new StartRequest("", JsonElement.Parse(body))));
        Assert.Empty(service.Received);
    }

    private static Workflow Sagas(HttpParticipant shop) => Saga.For<Purchase>("buy", 1, Coordinator.Policy)
        .Step(shop, "pay", undo: "refund")
        .Step(shop, "reserve_item", undo: "release_item");

    private static async Task<string> RunAsync(Func<HttpParticipant, Workflow> define, params (string, int, string)[] script)
    {
        await using var service = await Script.Of(script);
        await using var coordinator = new Coordinator(Coordinator.Settings(service), all => define(all["shop"]));
        return await coordinator.RunAsync("buy", """{"item":"book"}""");
    }
}
