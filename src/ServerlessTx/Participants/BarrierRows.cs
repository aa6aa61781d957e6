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
    private readonly Dictionary<string, Row> _read = [];
    private readonly HashSet<string> _lookedFor = [];
    private readonly List<string> _listed = [];
    private readonly Dictionary<string, RowWrite> _writes = [];
    private readonly List<RowWrite.Insert> _inserts = [];

    internal BarrierRows(IPartitionStore store, string partition, Answer? forward, CancellationToken cancellation) =>
        (_store, _partition, ForwardAnswer, _cancellation) = (store, partition, forward, cancellation);

    internal Answer? ForwardAnswer { get; }

    /// <summary>Whether anything is to be written that was not there before.</summary>
    internal bool HasWrites => _inserts.Count + _writes.Count > 0;

    /// <summary>A store has no condition without a write: a row that was only read is written back as it was.</summary>
    internal IEnumerable<RowWrite> Writes => _inserts.Concat(_writes.Values).Concat(_read.Values
        .Where(row => !_writes.ContainsKey(row.Key))
        .Select(row => new RowWrite.Replace(row.Key, row.ETag, row.Payload, row.Columns)));

    /// <summary>For an undo, confirm, cancel, commit or abort: what the first call answered here, whether or not the coordinator heard it.</summary>
    public TResult? Forward<TResult>() => ForwardAnswer?.Result is { } result ? result.Deserialize<TResult>(WireJson.Tolerant) : default;

    /// <summary>The value of a row, or none. Found again, it counts as it was found last. Of one that is absent, only putting it makes a condition.</summary>
    public async Task<T?> FindAsync<T>(string key) where T : class
    {
        _read.Remove(key);
        _lookedFor.Add(key);
        var page = await _store.ReadAsync(_partition, RowQuery.Single(key), _cancellation);
        if (page.Rows is not [var row])
            return null;
        _read[key] = row;
        return Value<T>(row);
    }

    /// <summary>
    /// The values of the rows whose keys start with a prefix, behind a key of them. A range is no condition: it stands still only under a
    /// lock, or beside a found row that everyone writes who changes the range.
    /// </summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string prefix, string? after = null) where T : class
    {
        _listed.Add(prefix);
        var query = RowQuery.Prefix(prefix);
        var values = new List<T>();
        await foreach (var row in _store.ReadAllAsync(_partition, after is null ? query : query.After(after), _cancellation))
            values.Add(Value<T>(row));
        return values;
    }

    /// <summary>
    /// Writes a row: replaces the one that was found, or inserts one whose key must be free. A row that may stand already is looked for first.
    /// </summary>
    public void Put<T>(string key, T value) where T : class
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Faithful);
        _writes[key] = _read.TryGetValue(key, out var row) ? new RowWrite.Replace(key, row.ETag, payload) : new RowWrite.Insert(key, payload);
    }

    /// <summary>Deletes a row that was found.</summary>
    public void Delete(string key) => _writes[key] = new RowWrite.Delete(key, _read[key].ETag);

    /// <summary>Inserts a row that is made elsewhere. That its key is free is the condition.</summary>
    internal void Insert(RowWrite.Insert row) => _inserts.Add(row);

    /// <summary>Whose row was looked for meets another's on the next round; who put it blindly would meet it for ever.</summary>
    /// <exception cref="InvalidOperationException">The work put this key without having looked for it, and it is taken.</exception>
    internal void CheckLookedFor(string key)
    {
        if (_writes.GetValueOrDefault(key) is RowWrite.Insert && !WasLookedFor(key))
            throw new InvalidOperationException($"The row '{key}' stands already. Call FindAsync before you put a row that another call may have put.");
    }

    private bool WasLookedFor(string key) => _lookedFor.Contains(key) || _listed.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    private static T Value<T>(Row row) => JsonSerializer.Deserialize<T>(row.Payload.Span, WireJson.Tolerant)!;
}
