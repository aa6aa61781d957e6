namespace ServerlessTx.Samples;

/// <summary>Reserves what was paid for, and releases it when the order comes to nothing.</summary>
public static class Inventory
{
    public static ChoreographedService Describe() => ChoreographedService.Named("inventory_service", InventoryService.Partition)
        .Does<InventoryReserved>("PaymentCharged", "reserve_inventory", ReserveAsync, says: "InventoryReserved", fails: "InventoryShort")
        .Undoes<InventoryReserved, InventoryReleased>(
            "reserve_inventory", "release_reservation", on: ["ShipmentRefused", "OrderExpired"], ReleaseAsync, says: "InventoryReleased");

    private static async Task<StepAnswer<InventoryReserved>> ReserveAsync(Hop hop, BarrierRows rows)
    {
        var placed = hop.Input<PlaceOrder>();
        var stock = await Stock.OfAsync(rows, placed.Sku);
        if (stock.Available < placed.Quantity)
            return Refusal.Because("insufficient_inventory");
        var reservation = new ReservationRow(HopId.Of("res", hop), placed.Sku, placed.Quantity, "reserved");
        Stock.Take(rows, stock, placed.Quantity);
        rows.Put(Key(reservation.ReservationId), reservation);
        return new InventoryReserved(reservation.ReservationId, [placed.Sku], placed.Quantity, StockLevelsUpdated: true);
    }

    private static async Task<InventoryReleased> ReleaseAsync(Hop hop, BarrierRows rows, InventoryReserved reserved)
    {
        var reservation = (await rows.FindAsync<ReservationRow>(Key(reserved.ReservationId)))!;
        Stock.Take(rows, await Stock.OfAsync(rows, reservation.Sku), -reservation.Quantity);
        rows.Put(Key(reservation.ReservationId), reservation with { Status = "released" });
        return new InventoryReleased(reservation.ReservationId, reservation.Quantity);
    }

    private static string Key(string reservationId) => $"reservation|{reservationId}";
}

public sealed record InventoryReleased(string ReservationId, int Quantity);
