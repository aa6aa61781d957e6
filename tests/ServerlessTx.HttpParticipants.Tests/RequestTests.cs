using System.Diagnostics;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>What a service is sent.</summary>
public sealed class RequestTests
{
    private const string Input = """{"item":"book","price":24.90}""";
    private const string Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private sealed record Purchase(string Item, decimal Price);

    private sealed record Letter([property: Subject] string Customer, Personal<string> Text);

    [Fact]
    public async Task A_saga_asks_one_address_an_operation_and_phase()
    {
        await using var service = await Script.Of(("ship_item/pivot", 409, """{"type":"urn:serverlesstx:participant:refused","reason":"road_closed"}"""));
        await RunAsync(service, Sagas);
        Assert.Equal(
            ["/tx/check_item/action", "/tx/reserve_item/action", "/tx/ship_item/pivot", "/tx/reserve_item/undo"],
            service.Received.Select(call => call.Path));
    }

    [Fact]
    public async Task A_saga_that_completes_asks_for_its_retriable_steps()
    {
        await using var service = await Script.Of();
        await RunAsync(service, Sagas);
        Assert.Equal(
            ["/tx/check_item/action", "/tx/reserve_item/action", "/tx/ship_item/pivot", "/tx/send_receipt/retriable", "/tx/close_order/retriable"],
            service.Received.Select(call => call.Path));
    }

    [Theory]
    [InlineData(204, "/tx/tcc/try, /tx/tcc/confirm")]
    [InlineData(500, "/tx/tcc/try, /tx/tcc/try, /tx/tcc/cancel")]
    public async Task A_TCC_asks_to_try_and_then_to_confirm_or_cancel(int status, string paths)
    {
        await using var service = await Script.Of(("tcc/try", status, ""));
        await RunAsync(service, shop => Tcc.For<Purchase>("buy", 1, Coordinator.Policy).Participant(shop));
        Assert.Equal(paths, string.Join(", ", service.Received.Select(call => call.Path)));
    }

    [Theory]
    [InlineData(204, "/tx/two_phase_commit/prepare, /tx/two_phase_commit/commit")]
    [InlineData(500, "/tx/two_phase_commit/prepare, /tx/two_phase_commit/prepare, /tx/two_phase_commit/abort")]
    public async Task A_two_phase_commit_asks_to_prepare_and_then_to_commit_or_abort(int status, string paths)
    {
        await using var service = await Script.Of(("two_phase_commit/prepare", status, ""));
        await RunAsync(service, shop => TwoPhaseCommit.For<Purchase>("buy", 1, Coordinator.Policy).Participant(shop));
        Assert.Equal(paths, string.Join(", ", service.Received.Select(call => call.Path)));
    }

    [Theory]
    [InlineData(4L, """{"group":"order","version":4}""")]
    [InlineData(null, null)]
    public async Task A_call_of_a_workflow_with_modes_says_in_which_its_transaction_began(long? mode, string? said)
    {
        await using var service = await Script.Of();
        await using var coordinator = new Coordinator(Coordinator.Settings(service));
        await coordinator["shop"].AskAsync("reserve_item", Calls.Of(Phase.Action, Calls.TransactionId, Input, mode: mode));
        Assert.Equal(said, service.Received.Single().Body.TryGetProperty("mode", out var told) ? told.GetRawText() : null);
    }

    [Fact]
    public async Task A_first_call_says_which_transaction_branch_operation_phase_attempt_and_until_when()
    {
        await using var service = await Script.Of();
        await RunAsync(service, Sagas);
        var call = service.Received[1];
        Assert.Equal(
            "attempt=1 branch=reserve_item deadline=? input=" + Input + " operation=reserve_item phase=action transaction_id=?",
            Members(call, "deadline", "transaction_id"));
        Assert.True(TransactionId.TryParse(call.Text("transaction_id"), out var id));
        Assert.Equal(id.StartedAt.AddMinutes(5), DateTimeOffset.Parse(call.Text("deadline")!), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task An_undo_gets_the_forward_calls_key_and_result_the_decision_and_the_reason()
    {
        await using var service = await Script.Of(
            ("reserve_item/action", 200, """{"result":{"hold":7}}"""),
            ("ship_item/pivot", 409, """{"type":"urn:serverlesstx:participant:refused","reason":"road_closed"}"""));
        await RunAsync(service, Sagas);
        var undo = service.Received[^1];
        Assert.Equal(
            "attempt=1 branch=reserve_item deadline=? decision=? forward=? input=" + Input + " operation=reserve_item phase=undo reason=road_closed transaction_id=?",
            Members(undo, "deadline", "transaction_id", "forward", "decision"));
        Assert.Equal(ForwardOf(undo, "reserve_item/action", """{"hold":7}"""), undo.Text("forward"));
        Assert.Matches("^[0-9a-f]{64}$", undo.Text("decision"));
    }

    [Fact]
    public async Task What_is_personal_is_sent_in_the_clear_until_its_subject_is_erased()
    {
        await using var service = await Script.Of();
        Coordinator? coordinator = null;
        await using var ours = coordinator = new Coordinator(Coordinator.Settings(service), services => Saga.For<Letter>("write", 1, Coordinator.Policy)
            .Then("shop", "mail", call => services["shop"].ConcludeAsync("mail", call))
            .Then("officer", "erase", async call =>
            {
                await coordinator!.Keys.EraseAsync(call.Input.Customer, "officer");
                return Conclusion.Done();
            })
            .Then("shop", "mail_again", call => services["shop"].ConcludeAsync("mail_again", call)));
        await coordinator.RunAsync("write", """{"customer":"ann","text":"dear"}""");
        Assert.Equal(
            ["""{"customer":"ann","text":"dear"}""", """{"customer":"ann","text":{"personal_of":"ann","erased":true}}"""],
            service.Received.Select(call => call.Text("input")));
        Assert.DoesNotContain("dear", await coordinator.EvidenceAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undo_of_a_call_whose_answer_is_unknown_gets_its_key_alone()
    {
        await using var service = await Script.Of(("reserve_item/action", 500, ""));
        await RunAsync(service, Sagas);
        var undo = service.Received[^1];
        Assert.Equal($$"""{"key":"{{undo.Text("transaction_id")}}/reserve_item/action"}""", undo.Text("forward"));
        Assert.Equal("no_answer_from_reserve_item", undo.Text("reason"));
    }

    [Fact]
    public async Task A_confirm_gets_what_the_try_answered_and_the_decision()
    {
        await using var service = await Script.Of(("tcc/try", 200, """{"result":{"hold":7}}"""));
        await RunAsync(service, shop => Tcc.For<Purchase>("buy", 1, Coordinator.Policy).Participant(shop));
        var confirm = service.Received[^1];
        Assert.Equal(
            "attempt=1 branch=shop deadline=? decision=? forward=? input=" + Input + " operation=tcc phase=confirm transaction_id=?",
            Members(confirm, "deadline", "transaction_id", "forward", "decision"));
        Assert.Equal(ForwardOf(confirm, "shop/try", """{"hold":7}"""), confirm.Text("forward"));
    }

    [Fact]
    public async Task Each_attempt_is_numbered_and_all_have_the_calls_name_as_idempotency_key()
    {
        await using var service = await Script.Of(("reserve_item/action", 503, ""), ("reserve_item/undo", 503, ""), ("reserve_item/undo", 204, ""));
        await RunAsync(service, Sagas);
        var id = service.Received[0].Text("transaction_id");
        Assert.Equal(
            [
                $"{id}/check_item/action 1",
                $"{id}/reserve_item/action 1",
                $"{id}/reserve_item/action 2",
                $"{id}/reserve_item/undo 1",
                $"{id}/reserve_item/undo 2",
            ],
            service.Received.Select(call => $"{call.Headers["Idempotency-Key"]} {call.Text("attempt")}"));
        Assert.All(service.Received, call => Assert.Equal("application/json", call.Headers["Content-Type"]));
    }

    [Fact]
    public async Task The_trace_of_the_request_that_began_it_is_carried_on()
    {
        await using var service = await Script.Of();
        await RunAsync(service, Sagas, Traceparent);
        Assert.All(service.Received, call => Assert.Equal(Traceparent, call.Headers["traceparent"]));
    }

    [Fact]
    public async Task A_recorded_call_is_the_parent_of_what_the_service_does()
    {
        var spans = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TransactionSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span.Id!);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var service = await Script.Of();
        await RunAsync(service, Sagas, Traceparent);
        Assert.All(service.Received, call =>
        {
            Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", call.Headers["traceparent"], StringComparison.Ordinal);
            Assert.Contains(call.Headers["traceparent"], spans);
        });
    }

    private static Workflow Sagas(HttpParticipant shop) => Saga.For<Purchase>("buy", 1, Coordinator.Policy)
        .Step(shop, "check_item")
        .Step(shop, "reserve_item", undo: "release_item")
        .Pivot(shop, "ship_item")
        .Then(shop, "send_receipt")
        .Then(shop, "close_order");

    private static async Task RunAsync(HttpService service, Func<HttpParticipant, Workflow> define, string? traceparent = null)
    {
        // What runs this test may be traced itself.
        Activity.Current = null;
        await using var coordinator = new Coordinator(Coordinator.Settings(service), all => define(all["shop"]));
        await coordinator.RunAsync("buy", Input, traceparent);
    }

    private static string ForwardOf(ReceivedCall call, string name, string result) =>
        "{" + $"\"key\":\"{call.Text("transaction_id")}/{name}\",\"result\":{result}" + "}";

    private static string Members(ReceivedCall call, params string[] changing) => string.Join(' ', call.Body.EnumerateObject()
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .Select(member => $"{member.Name}={(changing.Contains(member.Name) ? "?" : member.Value.ToString())}"));
}
