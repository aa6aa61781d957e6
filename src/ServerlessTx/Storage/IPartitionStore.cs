namespace ServerlessTx;

/// <summary>
/// What everything here is stored through: rows in partitions, and one atomic conditional batch in one partition.
/// That is an entity group transaction of Azure Table Storage, no more and no less.
/// </summary>
/// <remarks>
/// Every implementation is tested by one contract suite, and <see cref="MemoryPartitionStore"/> is the reference.
/// A partition and a key hold no control character and none of <c>/ \ # ?</c>, and are at most 1 KiB in UTF-16; see <see cref="StoreLimits"/>.
/// </remarks>
public interface IPartitionStore
{
    /// <summary>The rows of a partition whose keys lie in a range, in ordinal key order, one page of them.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer. Reading again is safe.</exception>
    Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default);

    /// <summary>Commits all writes of a batch or none of them.</summary>
    /// <returns>Committed, or the index of the write whose condition did not hold; nothing was written then.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The store did not answer: this does not prove that nothing was written, and a write may still land later.
    /// Send the same batch again, and take a conflict for an answer only after reading back.
    /// </exception>
    /// <exception cref="StoreLimitException">The batch breaks a limit of <see cref="StoreLimits"/>; nothing was sent.</exception>
    Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default);
}
