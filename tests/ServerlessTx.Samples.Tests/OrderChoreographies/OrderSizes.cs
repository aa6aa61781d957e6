using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>What an event of an order can carry.</summary>
public sealed class OrderSizes
{
    [Fact]
    public void What_a_service_says_and_no_event_can_carry_dies_at_once_as_too_large_and_the_run_is_undone() => VirtualTime.Run(async time =>
    {
        var honest = Inventory.Describe();
        var verbose = ChoreographedService.Named(honest.Name, honest.Partition)
            .Does<JsonElement>(
                "PaymentCharged", "reserve_inventory",
                async (hop, rows) =>
                {
                    await honest.To("PaymentCharged")!.Work(hop, rows, null);
                    return new StepAnswer<JsonElement>.Done(JsonSerializer.SerializeToElement(new string('x', 256 * 1024)));
                },
                says: "InventoryReserved", fails: "InventoryShort")
            .Undoes<JsonElement, JsonElement>(
                "reserve_inventory", "release_reservation", on: ["ShipmentRefused", "OrderExpired"], (_, _, reserved) => Task.FromResult(reserved), says: "InventoryReleased");
        var world = new OrderWorld(time, choreography: Choreography.Of<PlaceOrder>(
            OrderChoreography.Name, version: 1, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5),
            Orders.Describe(), Payments.Describe(), verbose, Shipping.Describe())).Live();
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromMinutes(30));

        var dead = Assert.Single(await world.DeadLetters.ListAsync("inventory_service"));
        Assert.Equal(("PaymentCharged", EventReader.TooLarge, 1), (dead.Type, dead.Reason, dead.Deliveries));
        await world.VerifyAsync(id);
        Assert.Equal("balance 10000, stock untouched, 0 shipped, orders expired", await world.BooksAsync());
        return true;
    });
}
