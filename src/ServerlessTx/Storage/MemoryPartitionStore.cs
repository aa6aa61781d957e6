using System.Collections.Concurrent;

namespace ServerlessTx;

/// <summary>The reference implementation of <see cref="IPartitionStore"/>. Nothing in it survives the process.</summary>
public sealed class MemoryPartitionStore : IPartitionStore
{
    private readonly ConcurrentDictionary<string, MemoryPartition> _partitions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(_partitions.TryGetValue(partition, out var rows) ? rows.Read(query) : RowPage.Empty);
    }

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        StoreLimits.Check(partition, batch);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(_partitions.GetOrAdd(partition, _ => new MemoryPartition()).Commit(batch));
    }
}
