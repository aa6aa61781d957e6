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
}
