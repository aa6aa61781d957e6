namespace ServerlessTx.Explorer;

/// <summary>
/// One side of a payment with the product's barrier: it votes, does its part by itself, and keeps escrow. It counts what it did of each branch, so
/// that what is done twice shows.
/// </summary>
internal sealed class Till(TillDesk desk, string name, bool isPayer) : IResourceManager<Payment>, IDegradedSide<Payment>, IEscrowOwner
{
    public const string Payer = "payer";
    public const string Payee = "payee";
    public const decimal Opening = 100m;

    private static readonly TillRow Opened = new(Opening, 0, 0, 0);

    public Task<Vote> PrepareAsync(Call<Payment> call) => SendAsync(call, call.Input, (barrier, message) => barrier.PrepareAsync(message, name, async rows =>
    {
        var till = await ReadAsync(rows);
        if (isPayer && till.Available < call.Input.Amount)
            return Vote.No("insufficient_funds");
        if (isPayer)
            rows.Put(TillRow.Key, till with { Held = till.Held + call.Input.Amount });
        await CountAsync(rows, message, effect => effect with { IsHeld = true });
        return Vote.Prepared();
    }));

    public Task<Conclusion> CommitAsync(Call<Payment> call) => ConcludeAsync(call, call.Input, effect => effect with { Made = effect.Made + 1, IsHeld = false }, (till, amount) =>
        isPayer ? till with { Balance = till.Balance - amount, Held = till.Held - amount } : till with { Balance = till.Balance + amount });

    public Task<Conclusion> AbortAsync(Call<Payment> call) => ConcludeAsync(call, call.Input, effect => effect with { IsHeld = false }, (till, amount) =>
        isPayer ? till with { Held = till.Held - amount } : till);

    public IReadOnlyList<Movement> Movements(Payment input) => [new(name, isPayer ? -input.Amount : input.Amount)];

    public Task<StepAnswer<string>> ApplyAsync(IBarrierCall call, Payment input, bool fromEscrow) => SendAsync(
        call,
        input,
        (barrier, message) => barrier.StepAsync<string>(message, name, async rows =>
        {
            var till = await ReadAsync(rows);
            if (isPayer && input.Amount > (fromEscrow ? till.SetAside : till.Available))
                return Refusal.Because(fromEscrow ? ModeBuffer.BeyondEscrow : "insufficient_funds");
            rows.Put(TillRow.Key, till with
            {
                Balance = till.Balance + (isPayer ? -input.Amount : input.Amount),
                SetAside = till.SetAside - (fromEscrow ? input.Amount : 0),
            });
            await CountAsync(rows, message, effect => effect with { Made = effect.Made + 1 });
            return "done";
        }),
        fromEscrow ? " from escrow" : "");

    public Task<Conclusion> UndoAsync(IBarrierCall call, Payment input) => ConcludeAsync(call, input, effect => effect with { Undone = effect.Undone + 1 }, (till, amount) =>
        till with { Balance = till.Balance + (isPayer ? amount : -amount) });

    public async Task<long> TellAsync(string group, long version, CancellationToken cancellation) => await desk.SendAsync(
        new Request.Tell($"is told of mode {version}", name, async (store, _) => await BarrierOver(store).TellModeAsync(name, group, version, CancellationToken.None))) is long known
        ? known
        : throw new InvalidOperationException("It answers with a version.");

    public Task ProbeAsync(CancellationToken cancellation) => desk.IsProbed
        ? desk.SendAsync(new Request.Tell("is probed", name, (_, _) => Task.FromResult<object>("here")))
        : Task.CompletedTask;

    public async Task<decimal> SetAsideAsync(string account, decimal amount, long asked, CancellationToken cancellation) => (decimal)await desk.SendAsync(
        new Request.Tell($"is asked to set {amount} aside by wish {asked}", name, async (store, _) => await BarrierOver(store).AloneAsync(name, async rows =>
        {
            var till = await ReadAsync(rows);
            if (asked <= till.Asked || amount > till.Balance - till.Held)
                return till.SetAside;
            rows.Put(TillRow.Key, till with { SetAside = amount, Asked = asked });
            return amount;
        })));

    private Task<Conclusion> ConcludeAsync(IBarrierCall call, Payment input, Func<Effect, Effect> count, Func<TillRow, decimal, TillRow> change) =>
        SendAsync(call, input, (barrier, message) => barrier.ConcludeAsync(message, name, async rows =>
        {
            rows.Put(TillRow.Key, change(await ReadAsync(rows), input.Amount));
            await CountAsync(rows, message, count);
            return Conclusion.Done();
        }));

    private async Task<T> SendAsync<T>(IBarrierCall call, Payment input, Func<Barrier, TillMessage, Task<T>> work, string says = "") where T : class
    {
        var (id, branch, phase, mode) = (call.TransactionId, call.Branch, call.Phase, call.Mode?.Mode);
        var heard = (Heard<T>)await desk.SendAsync(new Request.Tell(
            $"is asked {Payments.NameOf(id)}/{branch}/{phase.Word()} of {input.Amount}{says}{(mode is null ? "" : $" in mode {mode.Version}")}",
            name,
            async (store, _) =>
            {
                var message = new TillMessage(id, branch, phase, mode is null ? null : new ModeTicket(mode));
                return new Heard<T>(await work(BarrierOver(store), message), message.Mode?.Told);
            })
        { FirstPhaseOf = phase.IsFirst() ? mode?.Version : null });
        call.Mode?.Show(heard.Told);
        return heard.Answer;
    }

    private static async Task<TillRow> ReadAsync(BarrierRows rows) => await rows.FindAsync<TillRow>(TillRow.Key) ?? Opened;

    private static async Task CountAsync(BarrierRows rows, TillMessage message, Func<Effect, Effect> count)
    {
        var key = $"{Effect.Key}|{message.TransactionId}|{message.Branch}";
        rows.Put(key, count(await rows.FindAsync<Effect>(key) ?? Effect.None));
    }

    private static Barrier BarrierOver(IPartitionStore store) => new(store, TimeProvider.System);

    /// <summary>A call on its way knows nothing of who sent it.</summary>
    private sealed record TillMessage(string TransactionId, string Branch, Phase Phase, ModeTicket? Mode) : IBarrierCall
    {
        public CancellationToken Cancellation => CancellationToken.None;
    }
}
