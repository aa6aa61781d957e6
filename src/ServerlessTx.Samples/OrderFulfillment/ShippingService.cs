namespace ServerlessTx.Samples;

public sealed record OrderShipped(string ShipmentId, string ShipTo);

/// <summary>Ships what was reserved. Once a parcel is on its way there is no way back: this is the saga's pivot.</summary>
public sealed class ShippingService(Barrier barrier)
{
    public const string Partition = "shipments";

    public Task<StepAnswer<OrderShipped>> ShipAsync(Call<PlaceOrder> call) => barrier.StepAsync<OrderShipped>(call, Partition, rows =>
    {
        if (call.Input.ShipTo == "nowhere")
            return Task.FromResult<StepAnswer<OrderShipped>>(Refusal.Because("address_not_served"));
        var shipment = new ShipmentRow(SampleId.Of("ship", call), call.ResultOf<InventoryReserved>("reserve_inventory")!.ReservationId, call.Input.ShipTo);
        rows.Put($"shipment|{shipment.ShipmentId}", shipment);
        return Task.FromResult<StepAnswer<OrderShipped>>(new OrderShipped(shipment.ShipmentId, shipment.ShipTo));
    });
}

public sealed record ShipmentRow(string ShipmentId, string ReservationId, string ShipTo);
