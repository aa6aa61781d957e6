using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Samples.Tests;

/// <summary>One record of a run that nobody has whole: the source's two forms, put together from what each service recorded.</summary>
public sealed class OrderEvidence
{
    [Fact]
    public void The_events_are_told_as_the_source_tells_them() => VirtualTime.Run(async time =>
    {
        var (world, id) = await RunAsync(time);
        var execution = (await world.Client.EvidenceAsync(id, EvidenceView.Events))!["saga_execution"]!;
        Assert.Equal(
            """
            1 order_service OrderCreated by nobody: order_id total
            2 payment_service PaymentCharged by OrderCreated: payment_id charge_id amount
            3 inventory_service InventoryReserved by PaymentCharged: reservation_id items quantity stock_levels_updated
            4 shipping_service OrderShipped by InventoryReserved: shipment_id ship_to
            5 order_service OrderCompleted by OrderShipped: order_id order_status cancellation_reason
            """,
            string.Join('\n', execution["events"]!.AsArray().Select(told =>
                $"{told!["sequence"]} {told["service"]} {told["event"]} by {told["triggered_by"] ?? "nobody"}: {string.Join(' ', told["payload"]!.AsObject().Select(field => field.Key))}")));
        Assert.Equal(["saga_id", "pattern", "events", "saga_status", "atomicity_guarantee", "compensation_available"], KeysOf(execution));
        Assert.Equal(["sequence", "timestamp", "service", "event", "triggered_by", "payload", "evidence"], KeysOf(execution["events"]![1]!));
        Assert.Equal(
            ["persisted", "idempotency_key", "stream", "event_offset", "correlation_id", "event_id", "causation_id"], KeysOf(execution["events"]![1]!["evidence"]!));
        Assert.Equal(("choreography", "completed", "eventual_consistency_via_events", "False"),
            (Text(execution, "pattern"), Text(execution, "saga_status"), Text(execution, "atomicity_guarantee"), Text(execution, "compensation_available")));
        return true;
    });

    [Fact]
    public void A_reading_during_which_the_run_goes_on_names_the_cause_of_all_that_it_shows() => VirtualTime.Run(async time =>
    {
        var store = new InterceptedStore(new MemoryPartitionStore());
        var world = new OrderWorld(time, store).Live();
        var id = await world.PlaceAsync();
        // The inventory's stream is read last, and the run comes to its end before.
        store.Before = async operation =>
        {
            if (operation.Partition != world.Choreography.Service("inventory_service").Partition)
                return;
            store.Before = _ => Task.CompletedTask;
            await world.Pass(TimeSpan.FromMinutes(1));
        };
        await world.VerifyAsync(id);
        Assert.True((await world.StoryAsync(id)).HasEnded);
        return true;
    });

    [Fact]
    public void A_compensated_order_is_told_as_the_sources_saga() => VirtualTime.Run(async time =>
    {
        var (world, id) = await RunAsync(time, quantity: 2_000);
        var document = (await world.Client.EvidenceAsync(id))!;
        Assert.Equal(
            """
            1 order_service create_order committed, cancel_order
            2 payment_service charge_payment committed, refund_payment
            3 inventory_service reserve_inventory failed, release_reservation insufficient_inventory True
            back 1 order_service cancel_order committed
            back 2 payment_service refund_payment committed
            """,
            string.Join('\n', document["steps"]!.AsArray()
                .Select(step => $"{step!["step"]} {step["service"]} {step["operation"]} {step["status"]}, {step["compensating_action"]} {step["error"]} {step["compensation_triggered"]}".Trim())
                .Concat(document["compensation_steps"]!.AsArray().Select(step => $"back {step!["step"]} {step["service"]} {step["operation"]} {step["status"]}")))
                .Replace("true", "True", StringComparison.Ordinal));
        Assert.Equal(("choreography_saga", "compensated", "eventual_via_compensation"),
            (Text(document, "type"), Text(document, "saga_outcome"), Text(document["guarantee_evidence"]!, "atomicity")));
        Assert.Equal("Async choreography", Text(document["guarantees"]!["promised"]!, "coordination"));
        return true;
    });

    [Fact]
    public void Whoever_has_not_answered_is_named_with_what_and_since_when() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live(except: "inventory_service");
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromMinutes(1));
        var missing = Assert.Single((await world.Client.EvidenceAsync(id))!["missing_answers"]!.AsArray())!;
        Assert.Equal(("inventory_service", "PaymentCharged", $"{id}.payment_service.1"), (Text(missing, "service"), Text(missing, "event"), Text(missing, "event_id")));
        Assert.StartsWith("2026-01-15T10:00:00", Text(missing, "since"));
        await world.VerifyAsync(id);
        return true;
    });

    [Fact]
    public void The_trace_that_began_an_order_goes_with_every_event() => VirtualTime.Run(async time =>
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var world = new OrderWorld(time);
        var started = await world.Client.StartAsync(new StartRequest(OrderChoreography.Name, OrderWorld.Input()) { Traceparent = Trace });
        await new OrderWorld(time, world.Store, world.Bus).Live(except: "inventory_service").Pass(TimeSpan.FromSeconds(10));
        var message = Assert.Single(await world.Queue("inventory_service").ReceiveAsync(16)).Message;
        var read = JsonNode.Parse(message.Body.Span)!;
        Assert.Equal((Trace, started.Id.ToString(), $"{started.Id}.order_service.2", $"{started.Id}.payment_service.1"),
            (Text(read, "traceparent"), Text(read, "correlationid"), Text(read, "causationid"), Text(read, "id")));
        Assert.Equal(("PaymentCharged", "/payment_service", "1.0"), (Text(read, "type"), Text(read, "source"), Text(read, "specversion")));
        return true;
    });

    private static async Task<(OrderWorld World, TransactionId Id)> RunAsync(VirtualTime time, int quantity = 2)
    {
        var world = new OrderWorld(time).Live();
        var id = await world.PlaceAsync(quantity);
        await world.SettledAsync(id);
        return (world, id);
    }

    private static IEnumerable<string> KeysOf(JsonNode node) => node.AsObject().Select(field => field.Key);

    private static string Text(JsonNode node, string name) => node[name]!.GetValueKind() is JsonValueKind.True or JsonValueKind.False
        ? node[name]!.GetValue<bool>().ToString()
        : node[name]!.GetValue<string>();
}
