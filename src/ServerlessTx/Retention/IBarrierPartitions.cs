namespace ServerlessTx;

/// <summary>
/// Tells the purge where participants keep barrier rows; register one for each store. What it does not name keeps its barrier rows for ever.
/// Only transactions of this installation's storage may have barrier rows there: those of another would look purged.
/// </summary>
public interface IBarrierPartitions
{
    /// <summary>The store of the participants.</summary>
    IPartitionStore Store { get; }

    /// <summary>Its partitions with barrier rows.</summary>
    Task<IReadOnlyList<string>> PartitionsAsync(CancellationToken cancellation = default);
}
