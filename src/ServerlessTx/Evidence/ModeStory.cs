namespace ServerlessTx;

/// <summary>A group's records, indexed for its document.</summary>
internal sealed class ModeStory
{
    private readonly List<RecordedMode> _records;
    private readonly Dictionary<string, ModeRecord> _ends = [];

    public ModeStory(IReadOnlyList<StoredAppend> appends)
    {
        _records = [.. appends.SelectMany(ModeCodec.AllOf)];
        State = appends.Aggregate(ModeState.Empty, (state, append) => state.Apply(append));
        foreach (var record in _records.Select(recorded => recorded.Record))
        {
            if (Ends(record) is { } operation)
                _ends.TryAdd(operation, record);
        }

        Episodes = [.. _records.Where(recorded => recorded.Record is ModeSwitched).Select(EpisodeOf)];
    }

    public ModeState State { get; }

    public ModeDeclaration Declaration => State.Declaration!;

    public IReadOnlyList<ModeEpisode> Episodes { get; }

    public IEnumerable<(long Version, T Is)> All<T>() where T : ModeRecord =>
        _records.Where(recorded => recorded.Record is T).Select(recorded => (recorded.Version, (T)recorded.Record));

    /// <summary>What became of a buffered operation; nothing while it waits.</summary>
    public ModeRecord? EndOf(string operation) => _ends.GetValueOrDefault(operation);

    private static string? Ends(ModeRecord record) => record switch
    {
        OperationApplied applied => applied.Operation,
        OperationRefused refused => refused.Operation,
        OperationWithdrawn withdrawn => withdrawn.Operation,
        _ => null,
    };

    private ModeEpisode EpisodeOf(RecordedMode begins)
    {
        var within = _records.SkipWhile(recorded => recorded.Version <= begins.Version).TakeWhile(recorded => recorded.Record is not ModeSwitched).ToList();
        var ends = _records.FirstOrDefault(recorded => recorded.Version > begins.Version && recorded.Record is ModeSwitched);
        return new ModeEpisode(begins.Version, (ModeSwitched)begins.Record, [.. within.Select(recorded => recorded.Record)], ends?.Record.At);
    }
}

/// <summary>A mode from the switch into it until the switch out of it.</summary>
/// <param name="Version">The mode's.</param>
/// <param name="Began">The switch.</param>
/// <param name="Within">What was recorded while it lasted.</param>
/// <param name="EndedAt">When it ended; nothing while it lasts.</param>
internal sealed record ModeEpisode(long Version, ModeSwitched Began, IReadOnlyList<ModeRecord> Within, DateTimeOffset? EndedAt)
{
    public int Count<T>() where T : ModeRecord => Within.OfType<T>().Count();
}
