namespace ServerlessTx;

/// <summary>
/// Forgets barrier rows behind the mark whose stream is gone. The mark alone would do where clocks agree; asking for the stream keeps what
/// belongs to a transaction that a clock gone wrong has dated back.
/// </summary>
internal sealed class BarrierPurge(TransactionStore store, IEnumerable<IBarrierPartitions> participants)
{
    private readonly IReadOnlyList<(IBarrierPartitions Participants, RangeWalk Walk)> _walks =
        [.. participants.Select(some => (some, new RangeWalk(some.Store, Purge.RowsAPass)))];

    /// <returns>How many rows went.</returns>
    public async Task<int> RunAsync(DateTimeOffset mark, CancellationToken cancellation)
    {
        var purged = 0;
        foreach (var (participants, walk) in _walks)
        {
            var partitions = await participants.PartitionsAsync(cancellation);
            foreach (var page in await walk.NextAsync(partitions, TransactionRows.Before(RowKinds.Barrier, mark), cancellation))
            {
                foreach (var rows in page.Rows.GroupBy(row => TransactionRows.IdOf(row.Key)))
                {
                    if (rows.Key is { } id && !await store.HasRowsAsync(id, cancellation))
                        purged += await participants.Store.DeleteAsync(page.Partition, rows, cancellation);
                }
            }
        }

        return purged;
    }
}
