namespace ServerlessTx.AzureTables;

/// <summary>Chooses Azure Table Storage for the evidence.</summary>
public static class AzureTablesStorage
{
    /// <summary>Keeps evidence in a table that was opened. Commits of one shard that meet go together.</summary>
    /// <param name="tx">What <c>AddServerlessTx</c> hands out.</param>
    /// <param name="table">The table.</param>
    /// <param name="batchesInFlight">The most batches on their way at once; none for one a shard, 3 for Azurite.</param>
    public static ServerlessTxBuilder UseAzureTables(this ServerlessTxBuilder tx, TablePartitionStore table, int? batchesInFlight = null) =>
        tx.UseStore(table.Kind, _ => new GroupCommitStore(table, batchesInFlight));
}
