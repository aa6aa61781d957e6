using System.Text.Json;

namespace ServerlessTx;

/// <summary>A row whose payload is one value as JSON.</summary>
internal static class JsonRow
{
    public static T ValueOf<T>(Row row) => JsonSerializer.Deserialize<T>(row.Payload.Span, WireJson.Tolerant)!;

    public static async Task<Row?> FindAsync(this IPartitionStore store, string partition, string key, CancellationToken cancellation) =>
        await store.ReadAsync(partition, RowQuery.Single(key), cancellation) is { Rows: [var row] } ? row : null;

    /// <summary>Changes a value, again on whatever another wrote meanwhile.</summary>
    /// <param name="store">Where the row is.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="key">Its key.</param>
    /// <param name="none">What stands where there is no row.</param>
    /// <param name="change">The value as it is to be; the same object where there is nothing to write.</param>
    /// <param name="cancellation">Ends the trying.</param>
    /// <returns>What stands then.</returns>
    public static async Task<T> ChangeAsync<T>(
        this IPartitionStore store, string partition, string key, T none, Func<T, T> change, CancellationToken cancellation) where T : class
    {
        while (true)
        {
            var row = await store.FindAsync(partition, key, cancellation);
            var before = row is null ? none : ValueOf<T>(row);
            var after = change(before);
            if (ReferenceEquals(after, before))
                return before;
            var payload = JsonSerializer.SerializeToUtf8Bytes(after, WireJson.Tolerant);
            RowWrite write = row is null ? new RowWrite.Insert(key, payload) : new RowWrite.Replace(key, row.ETag, payload);
            if (await store.CommitAsync(partition, [write], cancellation) is CommitResult.Committed)
                return after;
        }
    }
}
