using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// For whom a partition's feed is kept. It is written in each batch that deletes feed rows: whoever read it before a building was added
/// deletes nothing that the building has not seen.
/// </summary>
internal sealed record FeedMark(IReadOnlyList<ProjectionTarget> Targets)
{
    public static FeedMark Read(Row row) => new(JsonSerializer.Deserialize<IReadOnlyList<ProjectionTarget>>(row.Payload.Span, WireJson.Tolerant)!);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(Targets, WireJson.Tolerant);

    public static async Task<Row?> FindAsync(IPartitionStore store, string partition, string type, CancellationToken cancellation) =>
        (await store.ReadAsync(partition, RowQuery.Single(Feed.MarkOf(type)), cancellation)).Rows.FirstOrDefault();

    /// <summary>Adds or takes out targets, again on whatever another wrote meanwhile.</summary>
    public static async Task ChangeAsync(
        IPartitionStore store, string partition, string type, Func<IReadOnlyList<ProjectionTarget>, IReadOnlyList<ProjectionTarget>> change,
        CancellationToken cancellation)
    {
        while (true)
        {
            var row = await FindAsync(store, partition, type, cancellation);
            var before = row is null ? [] : Read(row).Targets;
            var after = change(before);
            if (after.SequenceEqual(before))
                return;
            var payload = new FeedMark(after).Write();
            RowWrite write = row is null ? new RowWrite.Insert(Feed.MarkOf(type), payload) : new RowWrite.Replace(row.Key, row.ETag, payload);
            if (await store.CommitAsync(partition, [write], cancellation) is CommitResult.Committed)
                return;
        }
    }
}
