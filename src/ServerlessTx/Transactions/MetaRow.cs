namespace ServerlessTx;

/// <summary>What holds for a whole table: written once, by whoever looks first, and the same for all from then on.</summary>
internal static class MetaRow
{
    public const string Partition = "meta";

    public static async Task<string> ReadOrMakeAsync(
        IPartitionStore store, string key, string column, Func<string> make, CancellationToken cancellation)
    {
        while (true)
        {
            if (await store.ReadAsync(Partition, RowQuery.Single(key), cancellation) is { Rows: [var row] })
                return row.Columns[column];
            // Whoever loses the race reads what the winner wrote.
            await store.CommitAsync(Partition, [new RowWrite.Insert(key, default, new Dictionary<string, string> { [column] = make() })], cancellation);
        }
    }
}
