using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Processes;

/// <summary>Transfers that are committed, and those that are aborted for want of money or because another holds the locks too long.</summary>
internal sealed class TransferWorkload : Workload
{
    private const int Accounts = 40;

    public override string Workflow => "transfer";

    public override object Input(Random random)
    {
        var from = random.Next(Accounts);
        var to = (from + random.Next(1, Accounts)) % Accounts;
        var amount = random.Next(5) == 0 ? 5_000m : random.Next(1, 10_000) / 100m;
        return new TransferMoney { From = $"account_{from}", To = $"account_{to}", Amount = amount };
    }

    public override async Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows)
    {
        var accounts = await rows.AllAsync<BookRow>("bank_accounts");
        var journal = await rows.AllAsync<EntryRow>("journal");
        var ledger = await rows.AllAsync<EntryRow>("ledger");
        return
        [
            .. (await rows.AllAsync<JsonElement>("locks")).Select(held => $"a lock is left: {held}"),
            .. (await rows.AllAsync<JsonElement>("intentions")).Select(intention => $"an intention is left: {intention}"),
            .. accounts.Sum(account => account.Balance - AccountsDb.OpeningBalance) == 0 ? Array.Empty<string>() : ["money is not conserved over all accounts"],
            .. BookFaults("account", accounts, AccountsDb.OpeningBalance, journal),
            .. BookFaults("ledger total", await rows.AllAsync<BookRow>("ledger_totals"), opening: 0, ledger),
            .. EntryFaults("journal", journal, transactions),
            .. EntryFaults("ledger", ledger, transactions),
        ];
    }

    private static IEnumerable<string> BookFaults(string what, IReadOnlyList<BookRow> books, decimal opening, IReadOnlyList<EntryRow> entries)
    {
        var moved = entries.ToLookup(entry => entry.Account, entry => entry.Amount);
        return books.Where(book => book.Balance != opening + moved[book.Account].Sum()).Select(book => $"the {what} is not what its entries add up to: {book}");
    }

    /// <summary>A debit and a credit for each transfer that was committed, and nothing for any other.</summary>
    private static IEnumerable<string> EntryFaults(string what, IReadOnlyList<EntryRow> entries, IReadOnlyList<EndedTransaction> transactions)
    {
        var committed = transactions.Where(transaction => transaction.Status == "committed").Select(transaction => transaction.Id).ToHashSet();
        var posted = entries.ToLookup(entry => entry.TransactionId);
        foreach (var id in committed.Where(id => posted[id].Count() != 2 || posted[id].Sum(entry => entry.Amount) != 0))
            yield return $"{id} is committed, its entries in the {what} are {string.Join(", ", posted[id])}";
        foreach (var other in posted.Where(entry => !committed.Contains(entry.Key)))
            yield return $"{other.Key} was not committed and has entries in the {what}";
    }
}
