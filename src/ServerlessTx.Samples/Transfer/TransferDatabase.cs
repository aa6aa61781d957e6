namespace ServerlessTx.Samples;

/// <summary>
/// A resource manager over one partition. Any two of its accounts may meet in a transfer, and one batch must hold the locks and rows of
/// both, the intention and the barrier's row: a batch has one partition, so a database has one.
/// </summary>
public abstract partial class TransferDatabase : IResourceManager<TransferMoney>
{
    private readonly string _partition;
    private readonly string _other;
    private readonly Barrier _barrier;
    private readonly RowLocks _locks;
    private readonly BookKind _kind;

    private protected TransferDatabase(string partition, string other, BookKind kind, Barrier barrier, RowLocks locks) =>
        (_partition, _other, _kind, _barrier, _locks) = (partition, other, kind, barrier, locks);

    public async Task<Vote> PrepareAsync(Call<TransferMoney> call)
    {
        var intention = new IntentionRow(call.TransactionId, call.Branch, call.Input.From, call.Input.To, call.Input.Amount);
        var locks = LocksOf(intention);
        using var wait = _locks.WaitOf(call, locks);
        return await _barrier.PrepareAsync(call, _partition, async rows =>
        {
            if (!await _locks.AreFreeAsync(rows, locks, wait, ConcludeAsync, call.Cancellation))
                return Vote.No("lock_conflict");
            var (from, to) = await OpenAsync(rows, intention);
            if (Objection(from, intention) is { } objection)
                return Vote.No(objection);

            var lsn = Book.NextLsn(from, to);
            from.Touch(lsn);
            to.Touch(lsn);
            rows.Put(KeyOf(call), intention);
            return Vote.Prepared(new TransferPrepared(_partition, _locks.Take(rows, locks, call), lsn, PrepareChecks, MovedAfter(from, to, intention)));
        });
    }

    public Task<Conclusion> CommitAsync(Call<TransferMoney> call) => CommitAsync(call, call.ResultOf<TransferPrepared>(_other));

    public Task<Conclusion> AbortAsync(Call<TransferMoney> call) => AbortAsync((IBarrierCall)call);

    /// <summary>What is checked before the vote, and reported with a yes.</summary>
    private protected abstract IReadOnlyList<string> PrepareChecks { get; }

    /// <summary>Why it cannot be done, or nothing.</summary>
    private protected abstract string? Objection(Book from, IntentionRow intention);

    /// <summary>Which of its own checks hold, of entries that add up to their balances or do not.</summary>
    private protected abstract IEnumerable<string> OwnChecks(EntryRow debit, EntryRow credit, bool addUp);

    private Task<Conclusion> ConcludeAsync(IBarrierCall learned) =>
        learned.Phase is Phase.Commit ? CommitAsync(learned, other: null) : AbortAsync(learned);

    private Task<Conclusion> CommitAsync(IBarrierCall call, TransferPrepared? other) => _barrier.ConcludeAsync(call, _partition, async rows =>
    {
        var intention = await DropAsync(rows, call);
        var (from, to) = await OpenAsync(rows, intention);
        var lsn = Book.NextLsn(from, to);
        var (debit, debitAddsUp) = await from.PostAsync(call.TransactionId, -intention.Amount, lsn);
        var (credit, creditAddsUp) = await to.PostAsync(call.TransactionId, intention.Amount, lsn);
        var addUp = debitAddsUp && creditAddsUp;
        var checks = OwnChecks(debit, credit, addUp);
        // The other database promised under its own locks where the same accounts would stand: only then is this a comparison of two.
        if (addUp && other?.MovedAfter is { } theirs && theirs.GetValueOrDefault(intention.From) == from.Moved && theirs.GetValueOrDefault(intention.To) == to.Moved)
            checks = checks.Append("account_balance_and_ledger_match");
        return Conclusion.Done(new TransferApplied(lsn, await RowLocks.ReleaseAsync(rows, LocksOf(intention)), [.. checks]));
    });

    private Task<Conclusion> AbortAsync(IBarrierCall call) => _barrier.ConcludeAsync(call, _partition, async rows =>
    {
        var intention = await DropAsync(rows, call);
        var (from, to) = await OpenAsync(rows, intention);
        var lsn = Book.NextLsn(from, to);
        from.Touch(lsn);
        to.Touch(lsn);
        return Conclusion.Done(new TransferDropped(lsn, await RowLocks.ReleaseAsync(rows, LocksOf(intention))));
    });

    private async Task<(Book From, Book To)> OpenAsync(BarrierRows rows, IntentionRow intention) =>
        (await Book.OpenAsync(rows, _kind, intention.From), await Book.OpenAsync(rows, _kind, intention.To));

    private static async Task<IntentionRow> DropAsync(BarrierRows rows, IBarrierCall call)
    {
        var intention = (await rows.FindAsync<IntentionRow>(KeyOf(call)))!;
        rows.Delete(KeyOf(call));
        return intention;
    }

    private static Dictionary<string, decimal> MovedAfter(Book from, Book to, IntentionRow intention) =>
        new() { [intention.From] = from.Moved - intention.Amount, [intention.To] = to.Moved + intention.Amount };

    private string[] LocksOf(IntentionRow intention) => [$"{_kind.Lock}:{intention.From}", $"{_kind.Lock}:{intention.To}"];

    private static string KeyOf(IBarrierCall call) => $"intention|{call.TransactionId}|{call.Branch}";
}
