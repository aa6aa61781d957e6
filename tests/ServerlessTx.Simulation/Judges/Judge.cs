using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>The store behind all networks. It judges every batch at the moment it lands: what must hold always is looked at always.</summary>
internal sealed class Judge : IPartitionStore
{
    /// <summary>A run has some ten thousand requests.</summary>
    private const int Endless = 200_000;

    private readonly MemoryPartitionStore _rows = new();
    private readonly Alarm _alarm;
    private readonly Fingerprint _fingerprint;
    private readonly Endurance _endurance;

    public Judge(Weather weather, Alarm alarm)
    {
        _alarm = alarm;
        _fingerprint = new Fingerprint(weather.Time);
        _endurance = new Endurance(Endless, alarm);
        Stories = new Stories(weather, alarm);
        Books = new Books(alarm);
        Effects = new Effects(Stories, alarm);
        Groups = new Groups(Effects, alarm);
        Crowd = new Crowd(Stories, weather, alarm);
        Shelves = new Shelves(alarm);
    }

    public Stories Stories { get; }

    public Books Books { get; }

    public Effects Effects { get; }

    public Groups Groups { get; }

    public Crowd Crowd { get; }

    public Shelves Shelves { get; }

    /// <summary>Of all that landed, and when: equal runs have equal ones.</summary>
    public string Fingerprint => _fingerprint.ToString();

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
        if (partition == ModeStore.Partition)
            Groups.Landed(batch);
        else if (partition == Shelves.Partition)
            Shelves.Landed(batch);
        else if (!BarrierPlaces.All.Contains(partition))
            Stories.Landed(batch);
        else
            Judgements(partition, batch);
        return result;
    }

    /// <summary>A group commit has the writes of several calls, one behind the other; each begins with its barrier's row.</summary>
    private void Judgements(string partition, IReadOnlyList<RowWrite> batch)
    {
        for (int from = 0, to; from < batch.Count; from = to)
        {
            to = from + 1;
            while (to < batch.Count && !Effects.IsBarrier(batch[to]))
                to++;
            var call = batch.Skip(from).Take(to - from).ToList();
            if (Effects.IsBarrier(call[0]))
                Effects.Landed(partition, call);
            else if (!MayStandAlone(partition, call))
                _alarm.Raise($"{call[0].Key} in {partition} is written beside no barrier row");
            Books.Landed(partition, call);
            Groups.Landed(partition, call);
        }
    }

    /// <summary>Databases hear of modes and set escrow aside outside any transaction, which moves nothing.</summary>
    private static bool MayStandAlone(string partition, IReadOnlyList<RowWrite> writes) => partition is Transfer.Accounts or Transfer.Ledger
        && writes.All(write => write.Key.StartsWith(RowKinds.Marks, StringComparison.Ordinal) || write.Key.StartsWith("account|", StringComparison.Ordinal));
}
