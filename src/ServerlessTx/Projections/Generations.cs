using System.Text.Json;

namespace ServerlessTx;

/// <summary>Which building of a projection is read, which is on its way, and which are to be cleared away; one row for each projection.</summary>
internal sealed record Generations
{
    public ProjectionTarget? Current { get; init; }

    public ProjectionTarget? Building { get; init; }

    public IReadOnlyList<ProjectionTarget> Retired { get; init; } = [];

    private static string KeyOf(string projection) => $"p|{projection}";

    public static async Task<(Generations Value, Row? Row)> ReadAsync(IPartitionStore store, string projection, CancellationToken cancellation)
    {
        var row = (await store.ReadAsync(MetaRow.Partition, RowQuery.Single(KeyOf(projection)), cancellation)).Rows.FirstOrDefault();
        return row is null ? (new Generations(), null) : (JsonSerializer.Deserialize<Generations>(row.Payload.Span, WireJson.Tolerant)!, row);
    }

    /// <summary>Changes them, again on whatever another wrote meanwhile.</summary>
    public static async Task<Generations> ChangeAsync(
        IPartitionStore store, string projection, Func<Generations, Generations> change, CancellationToken cancellation)
    {
        while (true)
        {
            var (value, row) = await ReadAsync(store, projection, cancellation);
            var changed = change(value);
            if (ReferenceEquals(changed, value))
                return value;
            var payload = JsonSerializer.SerializeToUtf8Bytes(changed, WireJson.Tolerant);
            RowWrite write = row is null ? new RowWrite.Insert(KeyOf(projection), payload) : new RowWrite.Replace(row.Key, row.ETag, payload);
            if (await store.CommitAsync(MetaRow.Partition, [write], cancellation) is CommitResult.Committed)
                return changed;
        }
    }
}
