using System.Runtime.CompilerServices;

namespace ServerlessTx;

/// <summary>Reading a range to its end.</summary>
internal static class PartitionStoreReading
{
    public static async IAsyncEnumerable<Row> ReadAllAsync(
        this IPartitionStore store, string partition, RowQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            var page = await store.ReadAsync(partition, query, cancellation);
            foreach (var row in page.Rows)
                yield return row;
            if (!page.HasMore)
                yield break;
            query = query.After(page.Rows[^1].Key);
        }
    }
}
