using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Bank;

/// <summary>Transfers in whatever mode there is: a two-phase commit, or the degraded form of it.</summary>
internal sealed class ResilientTransferWorkload : Workload
{
    public const int Accounts = 20;

    public override string Workflow => ResilientTransfer.Name;

    public static string Account(int number) => $"account_{number}";

    public override object Input(Random random)
    {
        var from = random.Next(Accounts);
        return new TransferMoney { From = Account(from), To = Account((from + random.Next(1, Accounts)) % Accounts), Amount = random.Next(1, 2_000) / 100m };
    }

    public override bool IsOf(EndedTransaction transaction) => transaction.Workflow.StartsWith(ResilientTransfer.Name, StringComparison.Ordinal);

    public override async Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows)
    {
        var (accounts, totals) = (await rows.AllAsync<BookRow>("bank_accounts"), await rows.AllAsync<BookRow>("ledger_totals"));
        var moved = totals.ToDictionary(total => total.Account, total => total.Balance);
        return
        [
            .. (await rows.AllAsync<JsonElement>("locks")).Select(held => $"something is still prepared: {held}"),
            .. accounts.Sum(account => account.Balance - AccountsDb.OpeningBalance) == 0 ? Array.Empty<string>() : ["money is not conserved over all accounts"],
            .. accounts.Where(account => account.SetAside < 0 || account.SetAside > account.Balance).Select(account => $"more is set aside than there is: {account}"),
            .. accounts.Where(account => account.Balance - AccountsDb.OpeningBalance != moved.GetValueOrDefault(account.Account)).Select(account => $"the ledger says otherwise: {account}"),
            .. Entries("journal", await rows.AllAsync<EntryRow>("journal"), transactions),
            .. Entries("ledger", await rows.AllAsync<EntryRow>("ledger"), transactions),
        ];
    }

    /// <summary>A debit and a credit for each that was made; of one that was turned back, nothing is left.</summary>
    private static IEnumerable<string> Entries(string what, IReadOnlyList<EntryRow> entries, IReadOnlyList<EndedTransaction> transactions)
    {
        var posted = entries.ToLookup(entry => entry.TransactionId);
        foreach (var transaction in transactions)
        {
            var own = posted[transaction.Id].ToList();
            var isMade = transaction.Status is "committed" or "completed";
            if (isMade ? own.Count != 2 || own.Sum(entry => entry.Amount) != 0 : own.GroupBy(entry => entry.Account).Any(account => account.Sum(entry => entry.Amount) != 0))
                yield return $"{transaction.Id} is {transaction.Status}, its entries in the {what} are {string.Join(", ", own)}";
        }

        foreach (var stranger in posted.Select(entry => entry.Key).Except(transactions.Select(transaction => transaction.Id)))
            yield return $"{stranger} has entries in the {what} and is no transaction";
    }
}
