using System.Globalization;

namespace ServerlessTx.Simulation;

/// <summary>
/// Every transaction's evidence as it lands: dense, chained, one decision a slot, nothing behind the end, its open row there until then;
/// one transaction a key; nothing purged before its time.
/// </summary>
internal sealed class Stories(Weather weather, Alarm alarm)
{
    private const string Mark = "m|forgotten";

    private readonly Dictionary<string, Story> _all = [];
    private readonly Dictionary<string, Story> _byKey = [];
    private readonly HashSet<string> _open = [];
    private readonly HashSet<string> _owing = [];
    private DateTimeOffset _mark = DateTimeOffset.UnixEpoch;

    public IReadOnlyCollection<Story> All => _all.Values;

    /// <summary>What somebody may still take up, and children that owe their end to a parent.</summary>
    public IReadOnlyCollection<string> OpenRows => [.. _open, .. _owing];

    /// <summary>Between what two clocks show.</summary>
    private TimeSpan ClocksDiffer => 2 * weather.Profile.Skew + TimeSpan.FromSeconds(1);

    public Story? Find(string id) => _all.GetValueOrDefault(id);

    /// <summary>Takes in a batch of a shard.</summary>
    public void Landed(IReadOnlyList<RowWrite> batch)
    {
        foreach (var write in batch)
        {
            if (write.Key.StartsWith(RowKinds.Appends, StringComparison.Ordinal))
                LandedInStream(write);
            else if (write.Key.StartsWith(RowKinds.Open, StringComparison.Ordinal))
                LandedAsOpen(write);
            else if (write.Key == Mark)
                LandedAsMark(write is RowWrite.Insert insert ? insert.Columns : ((RowWrite.Replace)write).Columns);
        }

        foreach (var id in batch.Select(write => TransactionRows.IdOf(write.Key)?.ToString()).OfType<string>().Distinct())
        {
            if (Find(id) is { IsPurged: false } story && story.End is null != _open.Contains(id))
                alarm.Raise($"its open row {(story.End is null ? "is missing while it is open" : "stands although it has ended")}", id);
        }
    }

    private void LandedInStream(RowWrite write)
    {
        var parts = write.Key.Split('|');
        switch (write)
        {
            case RowWrite.Insert insert:
                LandedInStream(TransactionId.Parse(parts[1]), long.Parse(parts[2], CultureInfo.InvariantCulture), insert);
                break;
            case RowWrite.Delete when Find(parts[1]) is { End: { } end } ended:
                ended.IsPurged = true;
                if (end.At + weather.Profile.Retention > weather.Time.GetUtcNow() + ClocksDiffer)
                    alarm.Raise("it was purged before its time", parts[1]);
                break;
            default:
                alarm.Raise($"{write.GetType().Name} of {write.Key}: what is appended stands, and an open transaction is not purged", parts[1]);
                break;
        }
    }

    private void LandedInStream(TransactionId id, long version, RowWrite.Insert insert)
    {
        var story = Find(id.ToString()) ?? (_all[id.ToString()] = new Story(id));
        var append = new StoredAppend(
            version, int.Parse(insert.Columns["count"], CultureInfo.InvariantCulture), insert.Payload, ChainHash.Parse(insert.Columns["previous_hash"]));
        if (story.IsPurged || story.Records.Count > 0 && story.End is not null)
            alarm.Raise($"version {version} was appended behind its end", id.ToString());
        if (append.Version != story.Head.Version + 1 || append.PreviousHash != story.Head.Hash)
            alarm.Raise($"version {version} does not follow {story.Head}", id.ToString());
        story.Appends.Add(append);
        story.Records.AddRange(Recorded.AllOf(append).Select(recorded => recorded.Record));
        if (story.Records.OfType<Decided>().GroupBy(decided => decided.Slot).Any(slot => slot.Count() > 1))
            alarm.Raise("a slot was decided twice", id.ToString());
        if (version == 1)
            Begun(story);
    }

    private void Begun(Story story)
    {
        if (story.Id.StartedAt < _mark)
            alarm.Raise($"it was begun behind the mark of the purge, {_mark}", story.Id.ToString());
        if (KeyOf(story) is not { } key)
            return;
        if (_byKey.TryGetValue(key, out var before) && !(before.End is { } end && end.At + weather.Profile.KeyLifetime <= weather.Time.GetUtcNow() + ClocksDiffer))
            alarm.Raise($"its key had begun {before.Id}, and is not expired", story.Id.ToString());
        _byKey[key] = story;
    }

    private void LandedAsOpen(RowWrite write)
    {
        var id = TransactionRows.IdOf(write.Key)!;
        var rows = write.Key == TransactionRows.Owing(id) ? _owing : _open;
        if (write is RowWrite.Delete)
            rows.Remove(id.ToString());
        else
            rows.Add(id.ToString());
    }

    private void LandedAsMark(IReadOnlyDictionary<string, string> columns)
    {
        _mark = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(columns["before"], CultureInfo.InvariantCulture));
        foreach (var story in _all.Values.Where(story => story.End is null && story.Id.StartedAt < _mark))
            alarm.Raise($"it is open, and the mark of the purge is at {_mark}", story.Id.ToString());
    }

    /// <summary>A key is scoped by workflow and caller; here is one caller.</summary>
    private static string? KeyOf(Story story) => story.Started.IdempotencyKey is { } key
        ? $"{(story.Started.Definition.IsAdHoc ? "ad hoc" : story.Started.Definition.Name)} {key}"
        : null;
}
