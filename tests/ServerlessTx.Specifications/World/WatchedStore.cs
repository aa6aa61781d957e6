namespace ServerlessTx.Specifications;

/// <summary>Counts what is asked of a store, and loses answers on demand.</summary>
internal sealed class WatchedStore(IPartitionStore store) : IPartitionStore
{
    /// <summary>The commit, counted from 1, whose answer is lost; and whether it lands all the same.</summary>
    public (int Commit, bool Lands)? Loss { get; set; }

    public int Reads { get; private set; }

    public int Commits { get; private set; }

    public int RowWrites { get; private set; }

    public int Requests => Reads + Commits;

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        Reads++;
        return store.ReadAsync(partition, query, cancellation);
    }

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        Commits++;
        RowWrites += batch.Count;
        if (Loss is not { } loss || loss.Commit != Commits)
            return await store.CommitAsync(partition, batch, cancellation);
        if (loss.Lands)
            await store.CommitAsync(partition, batch, cancellation);
        throw new StoreUnavailableException("The answer was lost; send the batch again.");
    }

    public void Reset() => Reads = Commits = RowWrites = 0;
}
