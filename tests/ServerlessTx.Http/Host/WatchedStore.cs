namespace ServerlessTx.Http;

/// <summary>The memory store, which can be away, and counts what is written into it besides its own shape.</summary>
internal sealed class WatchedStore : IPartitionStore
{
    private readonly MemoryPartitionStore _inner = new();
    private int _writes;

    public bool IsAway { get; set; }

    /// <summary>Away for whoever reads, while writes still land.</summary>
    public bool IsUnreadable { get; set; }

    public int Writes => _writes;

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) =>
        IsAway || (IsUnreadable && partition != "meta") ? throw new StoreUnavailableException("away") : _inner.ReadAsync(partition, query, cancellation);

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        if (IsAway)
            throw new StoreUnavailableException("away");
        var result = await _inner.CommitAsync(partition, batch, cancellation);
        if (partition != "meta")
            Interlocked.Increment(ref _writes);
        return result;
    }
}
