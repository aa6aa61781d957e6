namespace ServerlessTx;

/// <summary>Deletes rows that others may be deleting too. What is gone already, or has changed since it was read, is left out.</summary>
internal static class Deletion
{
    /// <returns>How many rows went.</returns>
    public static async Task<int> DeleteAsync(
        this IPartitionStore store, string partition, IEnumerable<RowWrite.Delete> deletes, CancellationToken cancellation)
    {
        var gone = 0;
        foreach (var chunk in deletes.Chunk(StoreLimits.BatchWrites))
        {
            var left = chunk.ToList();
            while (left.Count > 0)
            {
                if (await store.CommitAsync(partition, [.. left], cancellation) is CommitResult.Conflict conflict)
                {
                    left.RemoveAt(conflict.Index);
                    continue;
                }

                gone += left.Count;
                break;
            }
        }

        return gone;
    }

    public static Task<int> DeleteAsync(this IPartitionStore store, string partition, IEnumerable<Row> rows, CancellationToken cancellation) =>
        store.DeleteAsync(partition, rows.Select(row => new RowWrite.Delete(row.Key, RowWrite.AnyETag)), cancellation);
}
