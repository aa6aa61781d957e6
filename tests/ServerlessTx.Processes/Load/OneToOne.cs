namespace ServerlessTx.Processes;

/// <summary>The rows that transactions left against how they ended: what went through left one that stands, what was turned back none.</summary>
internal static class OneToOne
{
    /// <param name="transactions">All of the workflow.</param>
    /// <param name="through">The status of those that went through.</param>
    /// <param name="kind">With what the ids of these rows begin; the transaction's own part follows.</param>
    /// <param name="rows">Their ids, and whether they stand or were undone.</param>
    public static IEnumerable<string> Faults(
        IEnumerable<EndedTransaction> transactions, string through, string kind, IEnumerable<(string Id, bool Stands)> rows)
    {
        var left = rows.ToDictionary(row => row.Id, row => row.Stands);
        foreach (var transaction in transactions)
        {
            // The branch that made it stands behind.
            var id = left.Keys.FirstOrDefault(row => row.StartsWith($"{kind}_{transaction.Own}_", StringComparison.Ordinal));
            var stands = false;
            var isThere = id is not null && left.Remove(id, out stands);
            if (transaction.Status == through ? !stands : stands)
                yield return $"{transaction.Id} is {transaction.Status}, its {kind} {(stands ? "stands" : isThere ? "was undone" : "is missing")}";
        }

        foreach (var id in left.Keys)
            yield return $"{id} belongs to no transaction";
    }
}
