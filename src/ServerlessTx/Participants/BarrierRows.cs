using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// The rows that a participant reads and writes inside a barrier. Nothing is written before its answer: its writes and the barrier's row
/// go in one batch, and what it read must still stand then.
/// </summary>
public sealed class BarrierRows
{
    private readonly IPartitionStore _store;
    private readonly string _partition;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, string> _read = [];
    private readonly Dictionary<string, RowWrite> _writes = [];

    internal BarrierRows(IPartitionStore store, string partition, Answer? forward, CancellationToken cancellation) =>
        (_store, _partition, ForwardAnswer, _cancellation) = (store, partition, forward, cancellation);

    internal Answer? ForwardAnswer { get; }

    internal IEnumerable<RowWrite> Writes => _writes.Values;

    /// <summary>For an undo, confirm, cancel, commit or abort: what the first call answered here, whether or not the coordinator heard it.</summary>
    public TResult? Forward<TResult>() => ForwardAnswer?.Result is { } result ? result.Deserialize<TResult>(WireJson.Tolerant) : default;

    /// <summary>The value of a row, or none.</summary>
    public async Task<T?> FindAsync<T>(string key) where T : class
    {
        var page = await _store.ReadAsync(_partition, RowQuery.Single(key), _cancellation);
        if (page.Rows is not [var row])
            return null;
        _read[key] = row.ETag;
        return JsonSerializer.Deserialize<T>(row.Payload.Span, WireJson.Tolerant);
    }

    /// <summary>Writes a row: replaces the one that was found, or inserts one whose key must be free.</summary>
    public void Put<T>(string key, T value) where T : class
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Tolerant);
        _writes[key] = _read.TryGetValue(key, out var eTag) ? new RowWrite.Replace(key, eTag, payload) : new RowWrite.Insert(key, payload);
    }

    /// <summary>Deletes a row that was found.</summary>
    public void Delete(string key) => _writes[key] = new RowWrite.Delete(key, _read[key]);
}
