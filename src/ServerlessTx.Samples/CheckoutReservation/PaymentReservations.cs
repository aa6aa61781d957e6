namespace ServerlessTx.Samples;

public sealed record FundsReserved(FundsReservation Reservation);

public sealed record FundsReservation(string Id, decimal Amount, DateTimeOffset ExpiresAt);

/// <summary>Holds back money on the customers' accounts: what is held is not available, and belongs to nobody else yet.</summary>
public sealed class PaymentReservations(Barrier barrier, ExpiredHolds expired) : ITccParticipant<Checkout>
{
    private const string Partition = PaymentService.Partition;

    public Task<Reservation> TryAsync(Call<Checkout> call) => barrier.TryAsync(call, Partition, async rows =>
    {
        var (customer, amount) = (call.Input.CustomerId, call.Input.Amount);
        // The customer stands in the key, so that the holds on one account are one range.
        var reservation = new FundsReservation(SampleId.Of($"res_pay_{customer}", call), amount, call.Deadline);
        var account = await CustomerAccounts.OfAsync(rows, customer);
        if (account.Balance < amount && await SettleExpiredAsync(rows, customer, call.Cancellation))
            account = await CustomerAccounts.OfAsync(rows, customer);
        if (account.Balance < amount)
            return Reservation.Refused("insufficient_funds");
        CustomerAccounts.Take(rows, account, amount);
        rows.Put(Key(reservation), new FundsHoldRow(reservation.Id, call.TransactionId, call.Branch, customer, amount, reservation.ExpiresAt));
        return Reservation.Reserved(new FundsReserved(reservation));
    });

    public Task<Conclusion> ConfirmAsync(Call<Checkout> call) => ConfirmAsync((IBarrierCall)call);

    public Task<Conclusion> CancelAsync(Call<Checkout> call) => CancelAsync((IBarrierCall)call);

    private Task<Conclusion> ConfirmAsync(IBarrierCall call) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var hold = await DropAsync(rows);
        var payment = new PaymentRow(SampleId.Of("pay", call), hold.CustomerId, hold.Amount, "charged");
        rows.Put($"payment|{payment.PaymentId}", payment);
        return Conclusion.Done(new { payment_id = payment.PaymentId });
    });

    private Task<Conclusion> CancelAsync(IBarrierCall call) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var hold = await DropAsync(rows);
        CustomerAccounts.Take(rows, await CustomerAccounts.OfAsync(rows, hold.CustomerId), -hold.Amount);
        return Conclusion.Done(new { released = hold.Amount });
    });

    private Task<Conclusion> ConcludeAsync(IBarrierCall call) => call.Phase is Phase.Confirm ? ConfirmAsync(call) : CancelAsync(call);

    private async Task<bool> SettleExpiredAsync(BarrierRows rows, string customer, CancellationToken cancellation)
    {
        var holds = await rows.ListAsync<FundsHoldRow>($"hold|res_pay_{customer}_");
        return await expired.SettleAsync(holds.Where(hold => hold.CustomerId == customer), ConcludeAsync, cancellation);
    }

    private static async Task<FundsHoldRow> DropAsync(BarrierRows rows)
    {
        var key = Key(rows.Forward<FundsReserved>()!.Reservation);
        var hold = (await rows.FindAsync<FundsHoldRow>(key))!;
        rows.Delete(key);
        return hold;
    }

    private static string Key(FundsReservation reservation) => $"hold|{reservation.Id}";
}

public sealed record FundsHoldRow(
    string ReservationId, string TransactionId, string Branch, string CustomerId, decimal Amount, DateTimeOffset ExpiresAt) : IHold;
