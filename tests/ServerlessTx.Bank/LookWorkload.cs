namespace ServerlessTx.Bank;

/// <summary>Consistent reads of both banks: each saw all the money, and no account in debt.</summary>
internal sealed class LookWorkload(Books books) : Workload
{
    public override string Workflow => "look";

    public override object Input(Random random) => new Look("to see whether all is there");

    public override async Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows)
    {
        var (north, south) = (await books.LooksAsync(BankHost.North), await books.LooksAsync(BankHost.South));
        Seen = north.Count;
        var faults = new List<string>();
        foreach (var transaction in transactions)
        {
            if (transaction.Status == "committed" != north.ContainsKey(transaction.Id) || north.ContainsKey(transaction.Id) != south.ContainsKey(transaction.Id))
                faults.Add($"the look {transaction.Id} ended {transaction.Status}, and is {(north.ContainsKey(transaction.Id) ? "" : "not ")}there");
            else if (north.TryGetValue(transaction.Id, out var here) && here.Total + south[transaction.Id].Total != Books.Total)
                faults.Add($"the look {transaction.Id} saw {here.Total} and {south[transaction.Id].Total}, which is not {Books.Total}");
        }

        return faults.Concat(north.Concat(south).Where(look => look.Value.Least < 0).Select(look => $"the look {look.Key} saw a debt"));
    }

    /// <summary>How many there were.</summary>
    public int Seen { get; private set; }
}
