namespace ServerlessTx.Samples;

/// <summary>Keeps a balanced ledger: a debit and a credit for each transfer, and a total of the entries of each account.</summary>
public sealed class LedgerDb(Barrier barrier, RowLocks locks)
    : TransferDatabase(Transfer.Ledger, Transfer.Accounts, new BookKind("ledger", "total", "entry", Opening: 0), barrier, locks)
{
    private protected override IReadOnlyList<string> PrepareChecks => [];

    private protected override string? Objection(Book from, IntentionRow intention) => null;

    private protected override IEnumerable<string> OwnChecks(EntryRow debit, EntryRow credit, bool addUp)
    {
        if (debit.Amount + credit.Amount == 0)
            yield return "debit_equals_credit";
        if (addUp)
            yield return "totals_equal_entries";
    }
}
