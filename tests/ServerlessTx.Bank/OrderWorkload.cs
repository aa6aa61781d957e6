namespace ServerlessTx.Bank;

/// <summary>Orders of one pattern in one direction.</summary>
internal sealed class OrderWorkload(string pattern, string from, string to, Books books) : Workload
{
    public override string Workflow => $"{pattern}_{from}_{to}";

    public override object Input(Random random) => new Order(
        Books.Account(from, random.Next(Books.AccountsABank)), Books.Account(to, random.Next(Books.AccountsABank)),
        random.Next(8) == 0 ? 2 * Books.Opening * Books.AccountsABank : random.Next(1, 3_000) / 100m);

    /// <summary>What left and what arrived is what the order said, once, where it ended well, and nothing where it did not.</summary>
    public override async Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows)
    {
        var (left, arrived) = (await books.MovedAsync(from), await books.MovedAsync(to));
        return transactions.SelectMany(transaction =>
        {
            var (debit, credit) = (left[transaction.Id].Sum(), arrived[transaction.Id].Sum());
            var well = transaction.Status is "completed" or "confirmed" or "committed";
            return well == (credit > 0) && debit + credit == 0 && (well || left[transaction.Id].Count() is 0 or 2)
                ? Array.Empty<string>()
                : [$"{transaction.Id} ({Workflow}) ended {transaction.Status}; {debit} left {from} and {credit} arrived in {to}"];
        });
    }
}
