namespace ServerlessTx.Samples;

/// <summary>The same database in the degraded form: it posts its entries by itself, now or when it is back.</summary>
public abstract partial class TransferDatabase : IDegradedSide<TransferMoney>
{
    IReadOnlyList<Movement> IDegradedSide<TransferMoney>.Movements(TransferMoney input) => [new(input.From, -input.Amount), new(input.To, input.Amount)];

    async Task<StepAnswer<string>> IDegradedSide<TransferMoney>.ApplyAsync(IBarrierCall call, TransferMoney input, bool fromEscrow)
    {
        var intention = new IntentionRow(call.TransactionId, call.Branch, input.From, input.To, input.Amount);
        var locks = LocksOf(intention);
        using var wait = _locks.WaitOf(call, locks);
        return await _barrier.StepAsync<string>(call, _partition, async rows =>
        {
            if (!await _locks.AreFreeAsync(rows, locks, wait, ConcludeAsync, call.Cancellation))
            {
                // What was promised while it was away waits for the lock, however long.
                return call.Mode is null ? throw new StillWorkingException() : Refusal.Because("lock_conflict");
            }

            var (from, to) = await OpenAsync(rows, intention);
            var objection = !fromEscrow ? Objection(from, intention) : from.TryTakeFromEscrow(input.Amount) ? null : "beyond_escrow";
            if (objection is not null)
                return Refusal.Because(objection);
            var lsn = Book.NextLsn(from, to);
            await from.PostAsync(call.TransactionId, -input.Amount, lsn);
            await to.PostAsync(call.TransactionId, input.Amount, lsn);
            return $"lsn {lsn}";
        });
    }

    Task<Conclusion> IDegradedSide<TransferMoney>.UndoAsync(IBarrierCall call, TransferMoney input) => _barrier.ConcludeAsync(call, _partition, async rows =>
    {
        var intention = new IntentionRow(call.TransactionId, call.Branch, From: input.To, To: input.From, input.Amount);
        var (from, to) = await OpenAsync(rows, intention);
        if (Objection(from, intention) is not null)
            return Conclusion.Heuristic("whoever got the money has spent it");
        var lsn = Book.NextLsn(from, to);
        await from.PostAsync(call.TransactionId, -input.Amount, lsn);
        await to.PostAsync(call.TransactionId, input.Amount, lsn);
        return Conclusion.Done(new { taken_back = $"lsn {lsn}" });
    });

    Task<long> IDegradedSide<TransferMoney>.TellAsync(string group, long version, CancellationToken cancellation) =>
        _barrier.TellModeAsync(_partition, group, version, cancellation);

    Task IDegradedSide<TransferMoney>.ProbeAsync(CancellationToken cancellation) =>
        _barrier.AloneAsync(_partition, rows => rows.FindAsync<BookRow>("probe"), cancellation);

    private protected Task<decimal> SetAsideAsync(string account, decimal amount, long asked, CancellationToken cancellation) => _barrier.AloneAsync(
        _partition,
        async rows =>
        {
            var book = await Book.OpenAsync(rows, _kind, account);
            // Of a balance that a prepared transfer may still take nothing more is set aside.
            return await RowLocks.IsHeldAsync(rows, $"{_kind.Lock}:{account}") ? book.Escrow : book.SetAside(amount, asked);
        },
        cancellation);
}
