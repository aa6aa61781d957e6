namespace ServerlessTx.Explorer;

/// <summary>A store of which every operation waits at a gate. What a host reads once in its life, the number of shards, is in nobody's order.</summary>
internal sealed class GatedStore(ActorHost host) : IPartitionStore
{
    private static readonly RowPage Shards =
        new([new Row("m|shards", default, new Dictionary<string, string> { ["count"] = "1" }, "1")], HasMore: false);

    public async Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        if (partition == MetaRow.Partition)
            return query.From == Shards.Rows[0].Key ? Shards : new RowPage([], HasMore: false);
        return await host.WaitAsync(new Request.Read(partition, query)) is Response.Page page ? page.Found : throw Away();
    }

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        StoreLimits.Check(partition, batch);
        return await host.WaitAsync(new Request.Commit(partition, batch)) is Response.Committed committed ? committed.Result : throw Away();
    }

    private static StoreUnavailableException Away() => new("the store did not answer");
}
