namespace ServerlessTx.Explorer;

/// <summary>
/// A participant with the product's barrier. Each branch keeps one row of what was done of it, in a partition of its own; whether it says yes
/// where it may say no is a choice of the order.
/// </summary>
internal sealed class Service(CallDesk desk) : ITccParticipant<Purchase>, IResourceManager<Purchase>
{
    private static readonly Refusal No = Refusal.Because("sold_out");

    /// <summary>Where its calls wait.</summary>
    public CallDesk Desk => desk;

    public Task<StepAnswer<Receipt>> DoAsync(Call<Purchase> call) => desk.AskAsync(call, (store, isWilling) =>
        BarrierOver(store).StepAsync<Receipt>(new Message(call), call.Branch, async rows =>
        {
            if (!isWilling)
                return No;
            await ChangeAsync(rows, effect => effect with { Made = effect.Made + 1 });
            return new Receipt(call.Branch);
        }));

    public Task<Conclusion> UndoAsync(Call<Purchase> call, Receipt? receipt) => desk.AskAsync(
        call,
        (store, _) => ConcludeAsync(store, call, effect => effect with { Undone = effect.Undone + 1 }),
        says: $"{receipt}");

    /// <summary>Undoes what a child did.</summary>
    public Task<Conclusion> UndoChildAsync(Call<Purchase> call, ChildEnd end) => desk.AskAsync(
        call, (store, _) => ConcludeAsync(store, call, effect => effect with { Undone = effect.Undone + 1 }), says: $"{end.Status}");

    public Task<Conclusion> FinishAsync(Call<Purchase> call) => desk.AskAsync(
        call, (store, _) => ConcludeAsync(store, call, effect => effect with { Made = effect.Made + 1 }));

    public Task<Reservation> TryAsync(Call<Purchase> call) => desk.AskAsync(call, (store, isWilling) =>
        BarrierOver(store).TryAsync(new Message(call), call.Branch, async rows => await HoldAsync(rows, isWilling) ? Reservation.Reserved() : Reservation.Refused(No.Reason)));

    public Task<Conclusion> ConfirmAsync(Call<Purchase> call) => KeepAsync(call);

    public Task<Conclusion> CancelAsync(Call<Purchase> call) => ReleaseAsync(call);

    public Task<Vote> PrepareAsync(Call<Purchase> call) => desk.AskAsync(call, (store, isWilling) =>
        BarrierOver(store).PrepareAsync(new Message(call), call.Branch, async rows => await HoldAsync(rows, isWilling) ? Vote.Prepared() : Vote.No(No.Reason)));

    public Task<Conclusion> CommitAsync(Call<Purchase> call) => KeepAsync(call);

    public Task<Conclusion> AbortAsync(Call<Purchase> call) => ReleaseAsync(call);

    private Task<Conclusion> KeepAsync(Call<Purchase> call) => desk.AskAsync(
        call, (store, _) => ConcludeAsync(store, call, effect => effect with { Made = effect.Made + 1, IsHeld = false }));

    private Task<Conclusion> ReleaseAsync(Call<Purchase> call) => desk.AskAsync(
        call, (store, _) => ConcludeAsync(store, call, effect => effect with { IsHeld = false }));

    private static async Task<bool> HoldAsync(BarrierRows rows, bool isWilling)
    {
        if (isWilling)
            await ChangeAsync(rows, effect => effect with { IsHeld = true });
        return isWilling;
    }

    private static Task<Conclusion> ConcludeAsync(IPartitionStore store, Call<Purchase> call, Func<Effect, Effect> change) =>
        BarrierOver(store).ConcludeAsync(new Message(call), call.Branch, async rows =>
        {
            await ChangeAsync(rows, change);
            return Conclusion.Done();
        });

    private static async Task ChangeAsync(BarrierRows rows, Func<Effect, Effect> change) =>
        rows.Put(Effect.Key, change(await rows.FindAsync<Effect>(Effect.Key) ?? Effect.None));

    private static Barrier BarrierOver(IPartitionStore store) => new(store, TimeProvider.System);

    /// <summary>A call on its way knows nothing of the caller's time-out.</summary>
    private sealed class Message(Call<Purchase> call) : IBarrierCall
    {
        public string TransactionId => call.TransactionId;

        public string Branch => call.Branch;

        public Phase Phase => call.Phase;

        public bool UndoesChild => call.UndoesChild;

        public CancellationToken Cancellation => CancellationToken.None;
    }
}
