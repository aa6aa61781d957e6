namespace ServerlessTx.Specifications;

/// <summary>All rows of a store, to look at and to begin again from.</summary>
internal static class StoredRows
{
    private static readonly string[] Partitions = ["meta", "00", "till", "p"];

    public static async Task<IReadOnlyList<(string Partition, Row Row)>> AllAsync(IPartitionStore store)
    {
        var rows = new List<(string, Row)>();
        foreach (var partition in Partitions)
        {
            await foreach (var row in store.ReadAllAsync(partition, new RowQuery(" ", "~")))
                rows.Add((partition, row));
        }

        return rows;
    }

    /// <summary>How many rows of a kind there are.</summary>
    public static async Task<int> CountAsync(IPartitionStore store, string kind) =>
        (await AllAsync(store)).Count(stored => stored.Row.Key.StartsWith(kind, StringComparison.Ordinal));

    public static async Task<MemoryPartitionStore> StoreOfAsync(IEnumerable<(string Partition, Row Row)> rows)
    {
        var store = new MemoryPartitionStore();
        foreach (var (partition, row) in rows)
            await store.CommitAsync(partition, [new RowWrite.Insert(row.Key, row.Payload, row.Columns)]);
        return store;
    }
}
