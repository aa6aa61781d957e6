using System.Globalization;

namespace ServerlessTx;

/// <summary>The rows of one partition in key order: one reader or writer at a time, and none pays for how many rows there are.</summary>
internal sealed class MemoryPartition
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);
    private long _writes;

    public RowPage Read(RowQuery query)
    {
        if (string.CompareOrdinal(query.From, query.To) >= 0)
            return RowPage.Empty;
        lock (_gate)
        {
            if (query.IsSingle)
                return _rows.TryGetValue(query.From, out var row) ? new RowPage([Shown(row, query)], HasMore: false) : RowPage.Empty;
            var found = new List<Row>();
            foreach (var key in _keys.GetViewBetween(query.From, query.To))
            {
                // The view holds its upper end, the range does not.
                if (key == query.To)
                    break;
                if (found.Count == query.Limit)
                    return new RowPage(found, HasMore: true);
                found.Add(Shown(_rows[key], query));
            }

            return new RowPage(found, HasMore: false);
        }
    }

    private static Row Shown(Row row, RowQuery query) => query.WithPayload ? row : row with { Payload = default };

    public CommitResult Commit(IReadOnlyList<RowWrite> batch)
    {
        // What is stored is copied before anybody has to wait for it.
        var rows = batch.Select(Stored).ToArray();
        lock (_gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                if (!Holds(batch[i]))
                    return new CommitResult.Conflict(i);
            }

            for (var i = 0; i < batch.Count; i++)
                Apply(batch[i], rows[i]);
            return CommitResult.Done;
        }
    }

    private bool Holds(RowWrite write) => write switch
    {
        RowWrite.Insert => !_rows.ContainsKey(write.Key),
        RowWrite.Replace replace => Matches(write.Key, replace.ETag),
        RowWrite.Delete delete => Matches(write.Key, delete.ETag),
        _ => throw new InvalidOperationException($"Unknown write {write}."),
    };

    private bool Matches(string key, string eTag) => _rows.TryGetValue(key, out var row) && (eTag == RowWrite.AnyETag || eTag == row.ETag);

    private void Apply(RowWrite write, Row? row)
    {
        if (row is null)
        {
            _keys.Remove(write.Key);
            _rows.Remove(write.Key);
            return;
        }

        if (write is RowWrite.Insert)
            _keys.Add(write.Key);
        _rows[write.Key] = row;
    }

    /// <returns>The row that a write leaves; none where it deletes.</returns>
    private Row? Stored(RowWrite write) => write switch
    {
        RowWrite.Insert insert => Stored(write.Key, insert.Payload, insert.Columns),
        RowWrite.Replace replace => Stored(write.Key, replace.Payload, replace.Columns),
        _ => null,
    };

    private Row Stored(string key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string> columns) => new(
        key,
        payload.ToArray(),
        columns.Count == 0 ? RowWrite.NoColumns : new Dictionary<string, string>(columns),
        Interlocked.Increment(ref _writes).ToString(CultureInfo.InvariantCulture));
}
