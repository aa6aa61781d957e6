using System.Text;
using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>A null that a participant answers is no result, to who goes on with the transaction and to who takes it up.</summary>
public sealed class NullAnswers
{
    [Fact]
    public void The_driver_that_heard_it_hands_on_what_another_would_read() => VirtualTime.Run(async time =>
    {
        var handedOn = new List<JsonValueKind?>();
        var world = new World(time, orders => Saga.For<Order>("ask", 1)
            .Step<JsonElement>("oracle", "ask", _ => Task.FromResult<StepAnswer<JsonElement>>(JsonElement.Parse("null")))
            .Step<Receipt>("scribe", "write", call =>
            {
                handedOn.Add(call.RecordedOf("ask")?.ValueKind);
                return Task.FromResult<StepAnswer<Receipt>>(new Receipt("written"));
            }));
        var started = await world.StartAsync("ask");

        Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.Equal([null], handedOn);
        Assert.All(
            await world.Transactions.ReadAsync(started.Id, StreamHead.Empty, default),
            append => Assert.DoesNotContain("\"result\":null", Encoding.UTF8.GetString(append.Payload.Span), StringComparison.Ordinal));
        return true;
    });
}
