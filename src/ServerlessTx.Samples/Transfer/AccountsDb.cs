namespace ServerlessTx.Samples;

/// <summary>Keeps accounts and the journal of each. An account is opened at first sight, with <see cref="OpeningBalance"/>.</summary>
public sealed class AccountsDb(Barrier barrier, RowLocks locks)
    : TransferDatabase(Transfer.Accounts, Transfer.Ledger, new BookKind("account", "account", "journal", OpeningBalance), barrier, locks), IEscrowOwner
{
    public const decimal OpeningBalance = 1_000m;

    private protected override IReadOnlyList<string> PrepareChecks => ["balance_covers_amount"];

    private protected override string? Objection(Book from, IntentionRow intention) =>
        from.Available < intention.Amount ? "insufficient_funds" : null;

    Task<decimal> IEscrowOwner.SetAsideAsync(string account, decimal amount, long asked, CancellationToken cancellation) =>
        SetAsideAsync(account, amount, asked, cancellation);

    private protected override IEnumerable<string> OwnChecks(EntryRow debit, EntryRow credit, bool addUp) =>
        addUp ? ["balance_equals_opening_plus_journal"] : [];
}
