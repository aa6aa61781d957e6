namespace ServerlessTx.Specifications;

/// <summary>A store whose next answers to commits are lost: what was to be committed is, or never was, and nobody hears of it.</summary>
internal sealed class LossyStore(IPartitionStore store) : IPartitionStore
{
    /// <summary>How many commits land and are not answered.</summary>
    public int LoseAnswers { get; set; }

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) => store.ReadAsync(partition, query, cancellation);

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        var result = await store.CommitAsync(partition, batch, cancellation);
        if (LoseAnswers == 0)
            return result;
        LoseAnswers--;
        throw new StoreUnavailableException("the answer was lost");
    }
}
