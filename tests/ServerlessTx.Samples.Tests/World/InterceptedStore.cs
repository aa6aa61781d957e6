namespace ServerlessTx.Samples.Tests;

/// <summary>A store that lets a test act before and after each operation: pause it, lose it, or let somebody else be quicker.</summary>
internal sealed class InterceptedStore(IPartitionStore store) : IPartitionStore
{
    private int _operations;

    /// <summary>What nobody stands before.</summary>
    public IPartitionStore Inner => store;

    public Func<StoreOperation, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Func<StoreOperation, Task> After { get; set; } = _ => Task.CompletedTask;

    public int Operations => _operations;

    /// <summary>The process that uses it is gone: nothing it does comes to anything, and nothing is heard of it.</summary>
    public Task Die()
    {
        var never = new TaskCompletionSource().Task;
        Before = After = _ => never;
        return never;
    }

    public async Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        var operation = new StoreOperation(++_operations, partition, IsCommit: false);
        await Before(operation);
        var page = await store.ReadAsync(partition, query, cancellation);
        await After(operation);
        return page;
    }

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        var operation = new StoreOperation(++_operations, partition, IsCommit: true);
        await Before(operation);
        var result = await store.CommitAsync(partition, batch, cancellation);
        await After(operation);
        return result;
    }
}

/// <summary>An operation on its way.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Partition">Where.</param>
/// <param name="IsCommit">Or a read.</param>
internal sealed record StoreOperation(int Number, string Partition, bool IsCommit);
