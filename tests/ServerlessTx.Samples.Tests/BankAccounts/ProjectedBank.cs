using System.Globalization;

namespace ServerlessTx.Samples.Tests;

/// <summary>Read models of the bank, as a person reads them and against the accounts themselves.</summary>
internal static class ProjectedBank
{
    public static async Task<string> TextAsync(Projector<Account> projector)
    {
        var customers = (await projector.ListAsync(AccountProjections.ByCustomer)).OrderBy(row => row.Name, StringComparer.Ordinal).Select(row =>
            $"{row.Name} {row.Row.Accounts} {string.Join(' ', row.Row.Balances.Select(balance => string.Create(CultureInfo.InvariantCulture, $"{balance.Key}:{balance.Value}")))}");
        var ledger = (await projector.ListAsync(AccountProjections.Ledger)).OrderBy(row => row.Name, StringComparer.Ordinal).Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"{row.Name} {row.Row.Accounts}:{row.Row.Total}"));
        return $"{string.Join(' ', customers)} | {string.Join(' ', ledger)}";
    }

    /// <summary>Every row is the sum of the accounts, nothing waits, and nothing is left of older buildings.</summary>
    public static async Task AgreesAsync(Bank bank, Projector<Account> projector, IReadOnlyList<string> ids)
    {
        var accounts = new List<Account>();
        foreach (var id in ids)
        {
            if ((await bank.Process().LoadAsync(id)).State is { Status: not AccountStatus.Absent } account)
                accounts.Add(account);
        }

        Assert.Equal(0, (await projector.LagAsync()).Waiting);
        var ledger = await projector.ListAsync(AccountProjections.Ledger);
        Assert.Equal(
            accounts.GroupBy(account => account.Currency).Select(same => (same.Key!, new LedgerTotal(same.Count(), same.Sum(account => account.Balance)))).Order(),
            ledger.Order());
        var customers = await projector.ListAsync(AccountProjections.ByCustomer);
        Assert.Equal(accounts.Select(account => account.CustomerId!).Distinct().Order(), customers.Select(row => row.Name).Order());
        Assert.All(customers, row =>
        {
            var own = accounts.Where(account => account.CustomerId == row.Name).ToList();
            Assert.Equal((own.Count, own.Sum(account => account.Balance)), (row.Row.Accounts, row.Row.Balances.Values.Sum()));
        });
        Assert.InRange((await GenerationsAsync(bank)).Count, 0, 2);
    }

    /// <summary>Of which buildings there are rows.</summary>
    public static async Task<IReadOnlyCollection<string>> GenerationsAsync(Bank bank)
    {
        var generations = new HashSet<string>();
        foreach (var partition in Enumerable.Range(0, 16).Select(shard => $"p{shard:x2}"))
        {
            foreach (var prefix in new[] { "r|", "h|" })
            {
                await foreach (var row in bank.Store.ReadAllAsync(partition, RowQuery.Prefix(prefix)))
                    generations.Add(row.Key.Split('|')[2]);
            }
        }

        return generations;
    }
}
