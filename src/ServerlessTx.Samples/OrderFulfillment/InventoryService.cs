namespace ServerlessTx.Samples;

public sealed record InventoryReserved(string ReservationId, IReadOnlyList<string> Items, int Quantity, bool StockLevelsUpdated);

/// <summary>Keeps stock and reservations. An item is stocked at first sight.</summary>
public sealed class InventoryService(Barrier barrier)
{
    public const string Partition = "inventory";
    public const int OpeningStock = 1_000;

    public Task<StepAnswer<InventoryReserved>> ReserveAsync(Call<PlaceOrder> call) => barrier.StepAsync<InventoryReserved>(call, Partition, async rows =>
    {
        var stock = await Stock.OfAsync(rows, call.Input.Sku);
        if (stock.Available < call.Input.Quantity)
            return Refusal.Because("insufficient_inventory");
        var reservation = new ReservationRow(SampleId.Of("res", call), call.Input.Sku, call.Input.Quantity, "reserved");
        Stock.Take(rows, stock, reservation.Quantity);
        rows.Put($"reservation|{reservation.ReservationId}", reservation);
        return new InventoryReserved(reservation.ReservationId, [reservation.Sku], reservation.Quantity, StockLevelsUpdated: true);
    });

    public Task<Conclusion> ReleaseAsync(Call<PlaceOrder> call, InventoryReserved? reserved) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var key = $"reservation|{rows.Forward<InventoryReserved>()!.ReservationId}";
        var reservation = (await rows.FindAsync<ReservationRow>(key))!;
        Stock.Take(rows, await Stock.OfAsync(rows, reservation.Sku), -reservation.Quantity);
        rows.Put(key, reservation with { Status = "released" });
        return Conclusion.Done(new { reservation_id = reservation.ReservationId, released = reservation.Quantity });
    });
}

public sealed record StockRow(string Sku, int Available);

public sealed record ReservationRow(string ReservationId, string Sku, int Quantity, string Status);
