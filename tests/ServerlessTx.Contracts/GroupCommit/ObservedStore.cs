namespace ServerlessTx.Contracts;

/// <summary>Lets a test look around, and wait, before each batch goes on.</summary>
public sealed class ObservedStore(IPartitionStore store, Func<Task> look) : IPartitionStore
{
    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) =>
        store.ReadAsync(partition, query, cancellation);

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        await look();
        return await store.CommitAsync(partition, batch, cancellation);
    }
}
