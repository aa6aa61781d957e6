namespace ServerlessTx.Samples;

/// <summary>Ships what was reserved, and calls a parcel back when its order has expired meanwhile: without a coordinator there is no pivot behind which nothing can come.</summary>
public static class Shipping
{
    public static ChoreographedService Describe() => ChoreographedService.Named("shipping_service", ShippingService.Partition)
        .Does<OrderShipped>("InventoryReserved", "ship_order", ShipAsync, says: "OrderShipped", fails: "ShipmentRefused")
        .Undoes<OrderShipped, ShipmentRecalled>("ship_order", "recall_shipment", on: ["OrderExpired"], RecallAsync, says: "ShipmentRecalled");

    private static Task<StepAnswer<OrderShipped>> ShipAsync(Hop hop, BarrierRows rows)
    {
        var placed = hop.Input<PlaceOrder>();
        if (placed.ShipTo == "nowhere")
            return Task.FromResult<StepAnswer<OrderShipped>>(Refusal.Because("address_not_served"));
        var shipment = new ShipmentRow(HopId.Of("ship", hop), hop.Event<InventoryReserved>()!.ReservationId, placed.ShipTo);
        rows.Put(Key(shipment.ShipmentId), shipment);
        return Task.FromResult<StepAnswer<OrderShipped>>(new OrderShipped(shipment.ShipmentId, shipment.ShipTo));
    }

    private static async Task<ShipmentRecalled> RecallAsync(Hop hop, BarrierRows rows, OrderShipped shipped)
    {
        await rows.FindAsync<ShipmentRow>(Key(shipped.ShipmentId));
        rows.Delete(Key(shipped.ShipmentId));
        return new ShipmentRecalled(shipped.ShipmentId);
    }

    private static string Key(string shipmentId) => $"shipment|{shipmentId}";
}

public sealed record ShipmentRecalled(string ShipmentId);
