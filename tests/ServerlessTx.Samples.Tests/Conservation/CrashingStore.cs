namespace ServerlessTx.Samples.Tests;

/// <summary>A process that dies at its n-th commit, just before it lands or just behind; none of its later operations comes to anything.</summary>
internal sealed class CrashingStore(IPartitionStore store, int crashAt, bool isBehind) : IPartitionStore
{
    private int _commits;

    public bool HasCrashed { get; private set; }

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        ThrowIfCrashed();
        return store.ReadAsync(partition, query, cancellation);
    }

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        ThrowIfCrashed();
        var isLast = ++_commits == crashAt;
        HasCrashed = isLast;
        if (isLast && !isBehind)
            ThrowIfCrashed();
        var result = await store.CommitAsync(partition, batch, cancellation);
        if (isLast)
            ThrowIfCrashed();
        return result;
    }

    private void ThrowIfCrashed()
    {
        if (HasCrashed)
            throw new CrashedException();
    }
}

internal sealed class CrashedException() : Exception("The process is gone.");
