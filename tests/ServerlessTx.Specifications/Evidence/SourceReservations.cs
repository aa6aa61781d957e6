namespace ServerlessTx.Specifications;

/// <summary>The source's TCC: two services that report their reservations and what they became.</summary>
internal sealed class SourceReservations(Script script, bool reports = true) : ITccParticipant<Order>
{
    public static Workflow Define(Script script) => Tcc
        .For<Order>("checkout_reservation", 1, SourceBanks.Policy)
        .Participant("payment_service", new SourceReservations(script))
        .Participant("inventory_service", new SourceReservations(script));

    /// <summary>Reservations that live as long as a call that hangs does not.</summary>
    public static Workflow DefineShort(Script script) => Tcc
        .For<Order>("checkout_reservation", 1, SourceBanks.Policy with { TimeoutMs = 60_000 }, TimeSpan.FromSeconds(2.5))
        .Participant("payment_service", new SourceReservations(script))
        .Participant("inventory_service", new SourceReservations(script));

    /// <summary>An inventory that says nothing of what it reserved.</summary>
    public static Workflow DefineWithSilentInventory(Script script) => Tcc
        .For<Order>("checkout_reservation", 1, SourceBanks.Policy)
        .Participant("payment_service", new SourceReservations(script))
        .Participant("inventory_service", new SourceReservations(script, reports: false));

    public async Task<Reservation> TryAsync(Call<Order> call)
    {
        if (await script.PlayAsync(call) is Behaviour.Refuses refuses)
            return Reservation.Refused(refuses.Reason);
        return Reservation.Reserved(!reports ? null : new
        {
            reservation = call.Branch == "payment_service"
                ? (object)new { id = "res_pay_123", amount = 99.99m, expires_at = Stamp.Text(call.Deadline) }
                : new { id = "res_inv_456", items = new[] { "item_1", "item_2" }, expires_at = Stamp.Text(call.Deadline) },
        });
    }

    public async Task<Conclusion> ConfirmAsync(Call<Order> call) =>
        await script.PlayAsync(call) is Behaviour.EndsOtherwise otherwise ? Conclusion.Heuristic(otherwise.What)
        : Conclusion.Done(call.Branch == "payment_service" ? new { payment_id = "pay_final_789" } : (object)new { allocation_id = "alloc_final_012" });

    public async Task<Conclusion> CancelAsync(Call<Order> call) =>
        await script.PlayAsync(call) is Behaviour.EndsOtherwise otherwise ? Conclusion.Heuristic(otherwise.What)
        : !script.Did(call.Branch, Phase.Try) ? Conclusion.Done(new { nothing_to_undo = true })
        : Conclusion.Done(new { released = call.Branch == "payment_service" ? "res_pay_123" : "res_inv_456" });
}
