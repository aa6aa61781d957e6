using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Specifications;

/// <summary>What operations see of a transaction from outside: spans that name it, and logs that hold nothing of its input.</summary>
public sealed class Telemetry
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public void Begin_calls_and_appends_are_spans_with_the_transactions_id() => VirtualTime.Run(async time =>
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TransactionSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var world = new World(time);
        world.Orders.On("charge_payment", new Behaviour.Fails(), Behaviour.Answers);
        world.Orders.On("ship_order", new Behaviour.Refuses("no"));
        var started = await world.Client.StartAsync(new StartRequest("order_fulfillment", JsonElement.Parse("""{"item":"book"}"""))
        {
            Traceparent = $"00-{Trace}-b7ad6b7169203331-01",
        });
        await world.EndAsync(started.Id);

        var own = spans.Where(span => (string?)span.GetTagItem("tx.id") == started.Id.ToString()).ToList();
        Assert.Single(own, span => span.OperationName == "tx.begin");
        Assert.Equal(
            """
            create_order/action 1: done
            charge_payment/action 1: Error
            charge_payment/action 2: done
            reserve_inventory/action 1: done
            ship_order/pivot 1: refused
            reserve_inventory/undo 1: done
            charge_payment/undo 1: done
            create_order/undo 1: done
            """,
            string.Join('\n', own.Where(span => span.OperationName == "tx.call").Select(Line)));
        var appends = await world.Transactions.ReadAsync(started.Id, StreamHead.Empty, default);
        Assert.Equal(appends.Skip(1).Select(append => append.Version), own.Where(span => span.OperationName == "tx.append").Select(span => (long)span.GetTagItem("tx.version")!));
        Assert.All(own.Where(span => span.OperationName == "tx.call"), span => Assert.Contains(span.Links, link => link.Context.TraceId.ToString() == Trace));
        return true;
    });

    [Fact]
    public void Nothing_of_the_input_is_logged_even_when_all_goes_wrong() => VirtualTime.Run(async time =>
    {
        var logs = new KeptLog();
        var world = new World(
            time, orders => SagaShapes.Orders(orders, new CallPolicy { StuckAfter = 2 }),
            build: tx => tx.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)));
        world.Orders.On("send_confirmation", [.. Enumerable.Repeat(new Behaviour.Fails(), 5), Behaviour.Answers]);
        var started = await world.Client.StartAsync(new StartRequest("order_fulfillment", JsonElement.Parse("""{"item":"a_private_matter"}"""))
        {
            IdempotencyKey = "a_private_key",
        });
        Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);

        Assert.Contains(logs.Lines, line => line.Contains("is stuck: send_confirmation", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("a_private", StringComparison.Ordinal));
        return true;
    });

    private static string Line(Activity call) =>
        $"{call.GetTagItem("tx.call")} {call.GetTagItem("tx.attempt")}: {call.GetTagItem("tx.verdict") ?? call.Status}";
}
