namespace ServerlessTx.Specifications;

/// <summary>Counts the rows that are read.</summary>
internal sealed class CountingStore(IPartitionStore store) : IPartitionStore
{
    public int RowsRead { get; set; }

    public async Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        var page = await store.ReadAsync(partition, query, cancellation);
        RowsRead += page.Rows.Count;
        return page;
    }

    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default) =>
        store.CommitAsync(partition, batch, cancellation);
}
