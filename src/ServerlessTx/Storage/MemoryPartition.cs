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
            return new RowPage([], false);
        lock (_gate)
        {
            var found = new List<Row>();
            // The view holds its upper end, the range does not.
            foreach (var key in _keys.GetViewBetween(query.From, query.To).TakeWhile(key => key != query.To))
            {
                if (found.Count == query.Limit)
                    return new RowPage(found, HasMore: true);
                found.Add(query.WithPayload ? _rows[key] : _rows[key] with { Payload = default });
            }

            return new RowPage(found, HasMore: false);
        }
    }

    public CommitResult Commit(IReadOnlyList<RowWrite> batch)
    {
        lock (_gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                if (!Holds(batch[i]))
                    return new CommitResult.Conflict(i);
            }

            foreach (var write in batch)
                Apply(write);
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

    private void Apply(RowWrite write)
    {
        switch (write)
        {
            case RowWrite.Insert insert:
                _keys.Add(insert.Key);
                Put(insert.Key, insert.Payload, insert.Columns);
                break;
            case RowWrite.Replace replace:
                Put(replace.Key, replace.Payload, replace.Columns);
                break;
            case RowWrite.Delete:
                _keys.Remove(write.Key);
                _rows.Remove(write.Key);
                break;
        }
    }

    private void Put(string key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string> columns) =>
        _rows[key] = new Row(key, payload.ToArray(), new Dictionary<string, string>(columns), (++_writes).ToString(CultureInfo.InvariantCulture));
}
