namespace ServerlessTx.Specifications;

/// <summary>A store in which a test stands in the way: before a read, before a commit, or behind one that has landed.</summary>
internal sealed class HookedStore(IPartitionStore store) : IPartitionStore
{
    public Func<string, RowQuery, Task> BeforeRead { get; set; } = (_, _) => Task.CompletedTask;

    public Func<Task> BeforeCommit { get; set; } = () => Task.CompletedTask;

    public Func<Task> AfterCommit { get; set; } = () => Task.CompletedTask;

    public async Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        await BeforeRead(partition, query);
        return await store.ReadAsync(partition, query, cancellation);
    }

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        await BeforeCommit();
        var result = await store.CommitAsync(partition, batch, cancellation);
        await AfterCommit();
        return result;
    }
}
