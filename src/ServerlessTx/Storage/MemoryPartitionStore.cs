using System.Globalization;

namespace ServerlessTx;

/// <summary>The reference implementation of <see cref="IPartitionStore"/>. Nothing in it survives the process.</summary>
public sealed class MemoryPartitionStore : IPartitionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedList<string, Row>> _partitions = new(StringComparer.Ordinal);
    private long _writes;

    /// <inheritdoc/>
    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_partitions.TryGetValue(partition, out var rows))
                return Task.FromResult(new RowPage([], false));
            var found = new List<Row>();
            var at = FirstAtOrAfter(rows.Keys, query.From);
            for (; at < rows.Count && found.Count < query.Limit && IsBefore(rows.Keys[at], query.To); at++)
                found.Add(query.WithPayload ? rows.Values[at] : rows.Values[at] with { Payload = default });
            return Task.FromResult(new RowPage(found, HasMore: at < rows.Count && IsBefore(rows.Keys[at], query.To)));
        }
    }

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        StoreLimits.Check(partition, batch);
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_partitions.TryGetValue(partition, out var rows))
                _partitions[partition] = rows = new(StringComparer.Ordinal);
            for (var i = 0; i < batch.Count; i++)
            {
                if (!Holds(rows, batch[i]))
                    return Task.FromResult<CommitResult>(new CommitResult.Conflict(i));
            }

            foreach (var write in batch)
                Apply(rows, write);
            return Task.FromResult(CommitResult.Done);
        }
    }

    private static bool IsBefore(string key, string end) => string.CompareOrdinal(key, end) < 0;

    private static int FirstAtOrAfter(IList<string> keys, string from)
    {
        var (low, high) = (0, keys.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (IsBefore(keys[middle], from))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static bool Holds(SortedList<string, Row> rows, RowWrite write) => write switch
    {
        RowWrite.Insert => !rows.ContainsKey(write.Key),
        RowWrite.Replace replace => Matches(rows, write.Key, replace.ETag),
        RowWrite.Delete delete => Matches(rows, write.Key, delete.ETag),
        _ => throw new InvalidOperationException($"Unknown write {write}."),
    };

    private static bool Matches(SortedList<string, Row> rows, string key, string eTag) =>
        rows.TryGetValue(key, out var row) && (eTag == RowWrite.AnyETag || eTag == row.ETag);

    private void Apply(SortedList<string, Row> rows, RowWrite write)
    {
        var eTag = (++_writes).ToString(CultureInfo.InvariantCulture);
        switch (write)
        {
            case RowWrite.Insert insert:
                rows.Add(insert.Key, new Row(insert.Key, insert.Payload.ToArray(), Copy(insert.Columns), eTag));
                break;
            case RowWrite.Replace replace:
                rows[replace.Key] = new Row(replace.Key, replace.Payload.ToArray(), Copy(replace.Columns), eTag);
                break;
            case RowWrite.Delete:
                rows.Remove(write.Key);
                break;
        }
    }

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string> columns) => new(columns);
}
