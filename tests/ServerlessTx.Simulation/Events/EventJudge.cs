using System.Globalization;

namespace ServerlessTx.Simulation;

/// <summary>The store behind all networks: every stream is dense and chained as it lands, and what is deleted never comes again.</summary>
internal sealed class EventJudge(EventWorld world) : IPartitionStore
{
    private readonly MemoryPartitionStore _rows = new();
    private readonly Fingerprint _fingerprint = new(world.Time);
    private readonly Dictionary<string, StreamHead> _heads = [];
    private readonly HashSet<string> _keys = [];
    private readonly Endurance _endurance = new(endless: 2_000_000, world.Alarm);

    public HopBooks Hops { get; } = new(world);

    /// <summary>Of all that landed, and when: equal runs have equal ones.</summary>
    public string Fingerprint => _fingerprint.ToString();

    /// <summary>How many appends aggregates have taken.</summary>
    public int Appends { get; private set; }

    /// <summary>Whether the row of a command's key has ever landed, and its events with it.</summary>
    public bool HasLanded(string key) => _keys.Contains(key);

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        _endurance.Count();
        return _rows.ReadAsync(partition, query, cancellation);
    }

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        _endurance.Count();
        var result = await _rows.CommitAsync(partition, batch, cancellation);
        if (result is not CommitResult.Committed)
            return result;
        _fingerprint.Add(partition, batch);
        foreach (var write in batch)
            Landed(write);
        return result;
    }

    private void Landed(RowWrite write)
    {
        if (write is RowWrite.Insert && write.Key.StartsWith(RowKinds.Keys, StringComparison.Ordinal))
            _keys.Add(write.Key);
        if (!write.Key.StartsWith(RowKinds.Appends, StringComparison.Ordinal))
            return;
        var (stream, version) = (write.Key.Split('|')[1], long.Parse(write.Key.Split('|')[2], CultureInfo.InvariantCulture));
        var (run, service) = stream.Split(':') is [var first, var second] && TransactionId.TryParse(first, out _) ? (first, second) : ("", "");
        if (write is RowWrite.Insert insert)
            Landed(stream, version, insert, run, service);
        else if (run.Length == 0)
            world.Alarm.Raise($"{write.Key} was changed or deleted");
        else
            Hops.Purged(run, service);
    }

    private void Landed(string stream, long version, RowWrite.Insert insert, string run, string service)
    {
        var append = new StoredAppend(
            version, int.Parse(insert.Columns["count"], CultureInfo.InvariantCulture), insert.Payload, ChainHash.Parse(insert.Columns["previous_hash"]));
        var head = _heads.GetValueOrDefault(stream, StreamHead.Empty);
        if (append.Version != head.Version + 1 || append.PreviousHash != head.Hash)
            world.Alarm.Raise($"{insert.Key} does not follow version {head.Version} of its stream");
        _heads[stream] = append.Head;
        if (run.Length > 0)
            Hops.Landed(run, service, append);
        else
            Appends++;
    }
}
