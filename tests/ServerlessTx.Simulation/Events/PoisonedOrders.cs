using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>The choreographed order, with an inventory whose program fails at some orders until it is mended.</summary>
internal static class PoisonedOrders
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(5);

    public static Choreography Define(Func<string, bool> isPoison)
    {
        var honest = Inventory.Describe();
        var inventory = ChoreographedService.Named(honest.Name, honest.Partition)
            .Does<InventoryReserved>(
                "PaymentCharged", "reserve_inventory",
                async (hop, rows) => isPoison(hop.SagaId) ? throw new PoisonException() : (await honest.To("PaymentCharged")!.Work(hop, rows, null)).ToStep<InventoryReserved>(),
                says: "InventoryReserved", fails: "InventoryShort")
            .Undoes<InventoryReserved, JsonElement>(
                "reserve_inventory", "release_reservation", on: ["ShipmentRefused", "OrderExpired"],
                async (hop, rows, reserved) => (await honest.To("OrderExpired")!.Work(hop, rows, JsonSerializer.SerializeToElement(reserved, WireJson.Tolerant))).Result!.Value,
                says: "InventoryReleased");
        return Choreography.Of<PlaceOrder>(
            OrderChoreography.Name, version: 1, Deadline, StuckAfter, Orders.Describe(), Payments.Describe(), inventory, Shipping.Describe());
    }
}
