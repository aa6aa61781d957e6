using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>What the watch cannot help is named, and keeps nobody else waiting.</summary>
public sealed class OrderWatch
{
    private const int Unlucky = 13;

    [Fact]
    public void A_run_that_cannot_be_expired_is_named_and_the_older_ones_end() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, choreography: Superstitious());
        world.Up("payment_service", "inventory_service", Orders.Service);
        var older = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromSeconds(1));
        var newer = await world.PlaceAsync(Unlucky);
        await world.Pass(TimeSpan.FromMinutes(16));

        // Newest first: the one that fails stands before the other.
        Assert.Equal(1, await world.Watch.RunAsync(default));
        Assert.Contains("expire_order", await world.TranscriptAsync(older), StringComparison.Ordinal);
        Assert.Contains(world.Log.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal)
            && line.Contains(newer.ToString(), StringComparison.Ordinal) && line.Contains("An unlucky number.", StringComparison.Ordinal));

        world.Live(except: OrderWorld.Everybody.Except(["shipping_service"]));
        Assert.EndsWith("compensated", await world.SettledAsync(older));
        Assert.EndsWith("completed", await world.SettledAsync(newer));
        return true;
    });

    [Fact]
    public void A_message_that_was_lost_and_finds_no_bus_when_it_is_published_again_leaves_later() => VirtualTime.Run(async time =>
    {
        var bus = new UnluckyBus(new MemoryMessageBus(OrderChoreography.Define().Subscriptions, time), "InventoryShort");
        var world = new OrderWorld(time, bus: bus).Live();
        var id = await world.PlaceAsync(quantity: 2_000);
        Assert.EndsWith("compensated", await world.SettledAsync(id));
        // Both who should have heard of it are reported, each once.
        Assert.Equal(2, world.Log.Lines.Count(line => line.Contains("is stuck", StringComparison.Ordinal)));
        Assert.Equal("balance 10000, stock untouched, 0 shipped, orders expired", await world.BooksAsync());
        return true;
    });

    /// <summary>Orders whose owner has a bug: it cannot expire some of them.</summary>
    private static Choreography Superstitious()
    {
        var honest = Orders.Describe();
        var owner = ChoreographedService.Named(honest.Name, honest.Partition)
            .Starts("create_order", says: "OrderCreated", Done<OrderCreated>(ReactionKind.Starts))
            .Ends("OrderShipped", "complete_order", Done<OrderClosed>(ReactionKind.Ends), says: "OrderCompleted")
            .Undoes<OrderCreated, OrderClosed>(
                "create_order", "cancel_order", on: ["PaymentDeclined", "InventoryShort", "ShipmentRefused"], Undone(ReactionKind.Undoes), says: "OrderCancelled")
            .Expires<OrderCreated, OrderClosed>(
                "create_order", "expire_order",
                (hop, rows, created) => hop.Input<PlaceOrder>().Quantity == Unlucky
                    ? throw new InvalidOperationException("An unlucky number.")
                    : Undone(ReactionKind.Expires)(hop, rows, created),
                says: "OrderExpired");
        return Choreography.Of<PlaceOrder>(
            OrderChoreography.Name, version: 1, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5),
            owner, Payments.Describe(), Inventory.Describe(), Shipping.Describe());

        Func<Hop, BarrierRows, Task<TResult>> Done<TResult>(ReactionKind kind) =>
            async (hop, rows) => Read<TResult>(await honest.One(kind).Work(hop, rows, null));

        Func<Hop, BarrierRows, OrderCreated, Task<OrderClosed>> Undone(ReactionKind kind) =>
            async (hop, rows, created) => Read<OrderClosed>(await honest.One(kind).Work(hop, rows, WireJson.ToElement(created)));

        static T Read<T>(Answer answer) => answer.Result!.Value.Deserialize<T>(WireJson.Tolerant)!;
    }

    /// <summary>It loses the first message of a type, and is away when the second comes.</summary>
    private sealed class UnluckyBus(MemoryMessageBus bus, string unlucky) : IMessageBus, IMessageQueues
    {
        private int _published;

        public IMessageQueue Open(string subscription) => bus.Open(subscription);

        public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default) =>
            message.Type != unlucky ? bus.PublishAsync(topic, message, cancellation) : ++_published switch
            {
                1 => Task.CompletedTask,
                2 => throw new BusUnavailableException("It is away."),
                _ => bus.PublishAsync(topic, message, cancellation),
            };
    }
}
