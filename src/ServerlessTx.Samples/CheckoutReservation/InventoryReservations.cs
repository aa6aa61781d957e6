namespace ServerlessTx.Samples;

public sealed record StockReserved(StockReservation Reservation);

public sealed record StockReservation(string Id, IReadOnlyList<string> Items, DateTimeOffset ExpiresAt);

/// <summary>Holds goods in stock: what is held is not available, and becomes an allocation or goes back.</summary>
public sealed class InventoryReservations(Barrier barrier, ExpiredHolds expired) : ITccParticipant<Checkout>
{
    private const string Partition = InventoryService.Partition;

    public Task<Reservation> TryAsync(Call<Checkout> call) => barrier.TryAsync(call, Partition, async rows =>
    {
        var (sku, quantity) = (call.Input.Sku, call.Input.Quantity);
        // The item stands in the key, so that the holds on it are one range.
        var reservation = new StockReservation(SampleId.Of($"res_inv_{sku}", call), [sku], call.Deadline);
        var stock = await Stock.OfAsync(rows, sku);
        if (stock.Available < quantity && await SettleExpiredAsync(rows, sku, call.Cancellation))
            stock = await Stock.OfAsync(rows, sku);
        if (stock.Available < quantity)
            return Reservation.Refused("insufficient_inventory");
        Stock.Take(rows, stock, quantity);
        rows.Put(Key(reservation), new StockHoldRow(reservation.Id, call.TransactionId, call.Branch, sku, quantity, reservation.ExpiresAt));
        return Reservation.Reserved(new StockReserved(reservation));
    });

    public Task<Conclusion> ConfirmAsync(Call<Checkout> call) => ConfirmAsync((IBarrierCall)call);

    public Task<Conclusion> CancelAsync(Call<Checkout> call) => CancelAsync((IBarrierCall)call);

    private Task<Conclusion> ConfirmAsync(IBarrierCall call) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var hold = await DropAsync(rows);
        var allocation = new AllocationRow(SampleId.Of("alloc", call), hold.Sku, hold.Quantity);
        rows.Put($"allocation|{allocation.AllocationId}", allocation);
        return Conclusion.Done(new { allocation_id = allocation.AllocationId });
    });

    private Task<Conclusion> CancelAsync(IBarrierCall call) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var hold = await DropAsync(rows);
        Stock.Take(rows, await Stock.OfAsync(rows, hold.Sku), -hold.Quantity);
        return Conclusion.Done(new { released = hold.Quantity });
    });

    private Task<Conclusion> ConcludeAsync(IBarrierCall call) => call.Phase is Phase.Confirm ? ConfirmAsync(call) : CancelAsync(call);

    private async Task<bool> SettleExpiredAsync(BarrierRows rows, string sku, CancellationToken cancellation)
    {
        var holds = await rows.ListAsync<StockHoldRow>($"hold|res_inv_{sku}_");
        return await expired.SettleAsync(holds.Where(hold => hold.Sku == sku), ConcludeAsync, cancellation);
    }

    private static async Task<StockHoldRow> DropAsync(BarrierRows rows)
    {
        var key = Key(rows.Forward<StockReserved>()!.Reservation);
        var hold = (await rows.FindAsync<StockHoldRow>(key))!;
        rows.Delete(key);
        return hold;
    }

    private static string Key(StockReservation reservation) => $"hold|{reservation.Id}";
}

public sealed record StockHoldRow(
    string ReservationId, string TransactionId, string Branch, string Sku, int Quantity, DateTimeOffset ExpiresAt) : IHold;

public sealed record AllocationRow(string AllocationId, string Sku, int Quantity);
