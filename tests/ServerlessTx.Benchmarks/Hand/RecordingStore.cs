namespace ServerlessTx.Benchmarks;

/// <summary>Keeps what is committed to it.</summary>
internal sealed class RecordingStore : IPartitionStore
{
    private readonly MemoryPartitionStore _memory = new();

    public List<IReadOnlyList<RowWrite>> Batches { get; } = [];

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) =>
        _memory.ReadAsync(partition, query, cancellation);

    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        Batches.Add(batch);
        return _memory.CommitAsync(partition, batch, cancellation);
    }
}
