namespace ServerlessTx;

/// <summary>The rows of operations' keys: where they stand, and whether what stands there still counts.</summary>
internal sealed class OperationRows(TransactionStore store, ShardMap shards, ServerlessTxOptions options, TimeProvider time)
{
    public const string Operation = "operation";

    /// <summary>The partition of a key's row, by its hash.</summary>
    public Task<string> HomeAsync(string rowKey, CancellationToken cancellation) =>
        shards.PartitionOfAsync(rowKey, cancellation);

    public async Task<Row?> FindAsync(string partition, string rowKey, CancellationToken cancellation) =>
        await store.Rows.ReadAsync(partition, RowQuery.Single(rowKey), cancellation) is { Rows: [var row] } ? row : null;

    /// <summary>What a key's own row leads to, whether or not it has expired: itself, or the row beside the effect.</summary>
    public async Task<Row?> RecordOfAsync(Row home, CancellationToken cancellation) =>
        OperationLocator.Is(home) ? await FindAsync(OperationLocator.Read(home).Partition, home.Key, cancellation) : home;

    public bool IsExpired(OperationRecord record) => IsPast(record.At);

    /// <summary>A locator goes last: not before its record has expired, nor while one may be on its way.</summary>
    public async Task<bool> IsExpiredAsync(Row home, OperationLocator locator, CancellationToken cancellation) =>
        IsPast(locator.At) && (await RecordOfAsync(home, cancellation) is not { } row || IsExpired(OperationRecord.Read(row)));

    /// <summary>Whether a locator has lived half its life, and is renewed before another effect.</summary>
    public bool IsOld(OperationLocator locator) => locator.At + (options.KeyLifetime / 2) <= time.GetUtcNow();

    /// <summary>Commits, for as long as the store does not answer several times.</summary>
    /// <returns>A conflict proves nothing once a send went unanswered: read back.</returns>
    /// <exception cref="StoreUnavailableException">It did not answer; the batch may stand all the same.</exception>
    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation) =>
        store.Rows.CommitPatientlyAsync(partition, batch, time, cancellation);

    private bool IsPast(DateTimeOffset from) => from + options.KeyLifetime <= time.GetUtcNow();
}
