using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>What is nested deeper than a record can hold is refused where it comes in, so that nothing begun is ever without a way on.</summary>
public sealed class DeepAnswers
{
    [Theory]
    [InlineData(48)]
    [InlineData(49)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    public void An_answer_is_recorded_or_unknown_however_deep_it_is(int depth) => VirtualTime.Run(async time =>
    {
        var world = new World(time, orders => Saga.For<Order>("dig", 1)
            .Step<JsonElement>("digger", "dig", _ => Task.FromResult<StepAnswer<JsonElement>>(Nested(depth)), undo: "fill", (_, _) => Task.FromResult(Conclusion.Done())));
        var started = await world.StartAsync("dig");

        Assert.EndsWith(depth <= 48 ? "completed" : "compensated", await world.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(
            JsonSerializer.SerializeToUtf8Bytes(await world.Client.EvidenceAsync(started.Id), WireJson.Tolerant)).Outcome);
        return true;
    });

    [Fact]
    public void An_input_that_no_record_could_hold_begins_nothing() => VirtualTime.Run(async time =>
    {
        var world = new World(time, orders => Saga.For<JsonElement>("dig", 1)
            .Step<Receipt>("digger", "dig", _ => Task.FromResult<StepAnswer<Receipt>>(new Receipt("hole"))));

        await Assert.ThrowsAsync<InvalidInputException>(() => world.Client.StartAsync(new StartRequest("dig", Nested(49))));
        Assert.Empty((await world.Client.ListAsync(new TransactionQuery())).Transactions);
        Assert.EndsWith("completed", await world.EndAsync((await world.Client.StartAsync(new StartRequest("dig", Nested(48)))).Id), StringComparison.Ordinal);
        return true;
    });

    private static JsonElement Nested(int depth)
    {
        var text = new string('[', depth) + new string(']', depth);
        return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 100 }).RootElement;
    }
}
