using System.Text;
using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>Poison, silence and loss are seen, named, and mended.</summary>
public sealed class OrderTroubles
{
    [Fact]
    public void Poison_ends_in_the_dead_letter_queue_is_seen_in_the_record_and_can_be_put_back() => VirtualTime.Run(async time =>
    {
        var isMended = false;
        var world = new OrderWorld(time, choreography: With(Poisoned(() => isMended))).Live();
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromMinutes(14));
        var dead = Assert.Single(await world.Queue("inventory_service").ReadDeadAsync());
        Assert.Equal(("PaymentCharged", "failed", 10), (dead.Type, dead.Reason, dead.Deliveries));
        var missing = Assert.Single((await world.Client.GetAsync(id))!.MissingAnswers);
        Assert.Equal(("inventory_service", "PaymentCharged", "failed"), (missing.Service, missing.Event, missing.DeadLetter));
        await world.VerifyAsync(id);
        var letter = (await world.Client.EvidenceAsync(id))!["dead_letters"]![0]!;
        Assert.Equal("failed", letter["reason"]!.GetValue<string>());

        isMended = true;
        Assert.True(await world.Queue("inventory_service").PutBackAsync(dead.Id));
        Assert.EndsWith("completed", await world.SettledAsync(id));
        Assert.Equal("balance 9900, stock 998, 1 shipped, orders completed", await world.BooksAsync());
        return true;
    });

    [Fact]
    public void What_is_put_back_behind_the_expiry_is_not_done_any_more() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, choreography: With(Poisoned(() => false))).Live();
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal(TransactionStatus.Stuck, (await world.Client.GetAsync(id))!.Status);
        Assert.Equal("balance 10000, stock untouched, 0 shipped, orders expired", await world.BooksAsync());
        Assert.True(await world.Queue("inventory_service").PutBackAsync((await world.Queue("inventory_service").ReadDeadAsync())[0].Id));
        Assert.Contains("PaymentCharged    reserve_inventory   turned_back_before", await world.SettledAsync(id));
        return true;
    });

    [Fact]
    public void Whoever_stays_silent_behind_the_end_is_reported_as_stuck_once_and_named() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live(except: "inventory_service");
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromHours(2));
        var state = (await world.Client.GetAsync(id))!;
        Assert.Equal((TransactionStatus.Stuck, "deadline_passed"), (state.Status, state.Reason));
        Assert.Equal(id.ToString(), Assert.Single(await world.Client.ListOpenAsync(onlyStuck: true)).SagaId);
        await world.VerifyAsync(id);
        var alarms = world.Log.Lines.Where(line => line.Contains("is stuck", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, alarms.Count);
        Assert.Contains(alarms, line => line.StartsWith($"Error: Choreography {id} is stuck: inventory_service has not answered PaymentCharged since ", StringComparison.Ordinal));

        world.Up("inventory_service");
        Assert.EndsWith("compensated", await world.SettledAsync(id));
        Assert.Empty(await world.Client.ListOpenAsync());
        return true;
    });

    [Fact]
    public void A_message_that_the_bus_has_lost_is_published_again_when_its_answer_is_missed() => VirtualTime.Run(async time =>
    {
        var bus = new ForgetfulBus(new MemoryMessageBus(OrderChoreography.Define().Subscriptions, time), forgets: "InventoryShort");
        var world = new OrderWorld(time, bus: bus).Live();
        var id = await world.PlaceAsync(quantity: 2_000);
        await world.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal("balance 9900, stock untouched, 0 shipped, orders created", await world.BooksAsync());
        Assert.EndsWith("compensated", await world.SettledAsync(id));
        Assert.Equal("balance 10000, stock untouched, 0 shipped, orders expired", await world.BooksAsync());
        return true;
    });

    [Theory]
    [InlineData("not json", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1"}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1","subject":"order_1","time":"2026-01-15T10:00:00Z","data":{"input":{}}}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1","subject":"fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e","time":"2026-01-15T10:00:00Z","data":{}}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1","subject":"fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e","data":{"input":{}}}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderShipped","source":"/s","id":"1","subject":"fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e","time":"2026-01-15T10:00:00Z","data":{"input":{}}}""", "unknown_type")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1","subject":"fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e","time":"2026-01-15T10:00:00Z","data":{"input":{},"payload":{"order_id":"o","total":"much"}}}""", "invalid_input")]
    public void What_can_never_be_handled_goes_to_the_dead_letters_with_a_reason_and_changes_nothing(string body, string reason) => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time);
        var message = new IncomingMessage("1", Encoding.UTF8.GetBytes(body), 1) { ContentType = OutgoingMessage.ContentType };
        var letter = Assert.IsType<Settlement.DeadLetter>(await world.Messages.HandleAsync(world.Choreography, "payment_service", message));
        Assert.Equal(reason, letter.Reason);
        Assert.Equal("balance untouched, stock untouched, 0 shipped, orders ", await world.BooksAsync());
        return true;
    });

    private static Choreography With(ChoreographedService inventory) => Choreography.Of<PlaceOrder>(
        OrderChoreography.Name, version: 1, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5),
        Orders.Describe(), Payments.Describe(), inventory, Shipping.Describe());

    /// <summary>An inventory whose program fails until somebody mends it.</summary>
    private static ChoreographedService Poisoned(Func<bool> isMended)
    {
        var honest = Inventory.Describe();
        return ChoreographedService.Named(honest.Name, honest.Partition)
            .Does<InventoryReserved>(
                "PaymentCharged", "reserve_inventory",
                async (hop, rows) => isMended()
                    ? (await honest.To("PaymentCharged")!.Work(hop, rows, null)).ToStep<InventoryReserved>()
                    : throw new InvalidOperationException("A bug."),
                says: "InventoryReserved", fails: "InventoryShort")
            .Undoes<InventoryReserved, JsonElement>(
                "reserve_inventory", "release_reservation", on: ["ShipmentRefused", "OrderExpired"],
                async (hop, rows, reserved) => (await honest.To("OrderExpired")!.Work(hop, rows, JsonSerializer.SerializeToElement(reserved, WireJson.Tolerant))).Result!.Value,
                says: "InventoryReleased");
    }

    private sealed class ForgetfulBus(MemoryMessageBus bus, string forgets) : IMessageBus, IMessageQueues
    {
        private bool _hasForgotten;

        public IMessageQueue Open(string subscription) => bus.Open(subscription);

        public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default)
        {
            if (_hasForgotten || message.Type != forgets)
                return bus.PublishAsync(topic, message, cancellation);
            _hasForgotten = true;
            return Task.CompletedTask;
        }
    }
}
