using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// Promises a side's part while it is away. The promise, the escrow that it takes and the condition that the mode still stands are one append,
/// so that no escrow is spent twice and nothing is buffered behind a switch.
/// </summary>
internal sealed class ModeBuffer(ModeStore store)
{
    public async Task<StepAnswer<SideDone>> BufferAsync(IBarrierCall call, ModeSide side, JsonElement input)
    {
        var (pinned, name) = (call.Mode!.Mode, NameOf(call));
        string? refusal = null;
        var (before, after) = await store.ChangeAsync(pinned.Group, state =>
        {
            refusal = state.Known.TryGetValue(name, out var known) ? known == 0 ? BarrierRecord.TurnedBackBefore : null
                : state.Version != pinned.Version ? ModeFence.Superseded
                : Objection(state, side, [.. side.Movements(input)]);
            return refusal is null && !state.Known.ContainsKey(name) ? [Promise(call, side, input)] : [];
        }, call.Cancellation);
        call.Mode.Show(refusal is null ? pinned.Version : before.Version);
        return refusal is null ? new SideDone(null, after.Known[name]) : Refusal.Because(refusal);
    }

    /// <summary>Takes a promise back, or sees to it that none will be made.</summary>
    public async Task<Conclusion> WithdrawAsync(IBarrierCall call)
    {
        var name = new CallName(call.Branch, Phase.Action).Key(call.TransactionId);
        var (before, _) = await store.ChangeAsync(
            call.Mode!.Mode.Group,
            state => !state.Known.ContainsKey(name) || state.Find(name) is not null ? [new OperationWithdrawn { Operation = name, At = default }] : [],
            call.Cancellation);
        return before.Known.GetValueOrDefault(name) > 0 && before.Find(name) is null
            ? Conclusion.Heuristic("it had left the buffer")
            : Conclusion.Done(new { withdrawn = before.Find(name) is not null });
    }

    /// <summary>Why no more of this may be buffered, as a code; nothing where it may.</summary>
    public static string? Objection(ModeState state, ModeSide side, IReadOnlyList<Movement> movements)
    {
        var terms = side.In(state);
        if (state.Waiting.Values.Count(waiting => waiting.Is.Side == side.Name) >= terms.MostOperations)
            return "buffer_full";
        if (movements.Any(movement => Math.Abs(movement.Amount) > terms.MostAmount))
            return "amount_over_buffer";
        var debits = movements.Where(movement => movement.Amount < 0).GroupBy(movement => movement.Account, movement => -movement.Amount);
        return terms.HasLimits && debits.Any(debit => debit.Sum() > state.EscrowOf(side.Name, debit.Key).Spendable) ? BeyondEscrow : null;
    }

    public const string BeyondEscrow = "beyond_escrow";

    private static string NameOf(IBarrierCall call) => new CallName(call.Branch, call.Phase).Key(call.TransactionId);

    private static OperationBuffered Promise(IBarrierCall call, ModeSide side, JsonElement input) => new()
    {
        Operation = NameOf(call),
        Side = side.Name,
        TransactionId = call.TransactionId,
        Branch = call.Branch,
        ModeVersion = call.Mode!.Mode.Version,
        Movements = side.Movements(input),
        Input = input,
        At = default,
    };
}
