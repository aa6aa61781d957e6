namespace ServerlessTx.Simulation;

/// <summary>
/// What each service recorded of each run, as it lands, and what it recorded before a purge: an event is met once, a part is done once, each
/// undo stands behind its do, and nothing is done behind an undo.
/// </summary>
internal sealed class HopBooks(EventWorld world)
{
    private readonly Dictionary<string, List<RecordedHop>> _runs = [];
    private readonly HashSet<(string Run, string Service, string What)> _once = [];

    public IReadOnlyDictionary<string, List<RecordedHop>> Runs => _runs;

    /// <summary>How many parts were done, undos included.</summary>
    public int Effects { get; private set; }

    public Began? BeganOf(string run) => _runs.GetValueOrDefault(run)?.Select(hop => hop.Record).OfType<Began>().FirstOrDefault();

    public Settled? SettledOf(string run) => _runs.GetValueOrDefault(run)?.Select(hop => hop.Record).OfType<Settled>().FirstOrDefault();

    public void Landed(string run, string service, StoredAppend append)
    {
        foreach (var hop in HopCodec.AllOf(service, append))
        {
            if (hop.Record is Reacted reacted)
                Landed(run, service, reacted);
            if (!_runs.TryGetValue(run, out var hops))
                _runs[run] = hops = [];
            hops.Add(hop);
        }
    }

    /// <summary>A row of a run goes: it must have been settled for as long as it is kept.</summary>
    public void Purged(string run, string service)
    {
        var due = BeganOf(run) is null ? null : SettledOf(run)?.At + world.Kept;
        if (BeganOf(run) is not null && (due is null || due > world.Time.GetUtcNow() + world.ClocksDiffer))
            world.Alarm.Raise($"run {run} was purged at {service} before its time ({due})");
    }

    private void Landed(string run, string service, Reacted reacted)
    {
        if (reacted.EventId is { } met && !_once.Add((run, service, $"met {met}")))
            world.Alarm.Raise($"run {run}: {service} met {met} twice");
        if (reacted.Outcome is not HopOutcome.Done)
            return;
        Effects++;
        var defined = world.Choreography.Definition.Find(service, reacted.Operation)!;
        if (!_once.Add((run, service, $"done {reacted.Operation}")))
            world.Alarm.Raise($"run {run}: {service} did {reacted.Operation} twice");
        if (defined.Undoes is { } done && !_once.Contains((run, service, $"done {done}")))
            world.Alarm.Raise($"run {run}: {service} did {reacted.Operation}, and had not done {done}");
        if (defined.Undoes is null && _runs.GetValueOrDefault(run, []).Any(hop => hop.Service == service && IsUndo(hop)))
            world.Alarm.Raise($"run {run}: {service} did {reacted.Operation} behind its undo");
    }

    private bool IsUndo(RecordedHop hop) => hop.Record is Reacted { Outcome: HopOutcome.Done or HopOutcome.NothingToUndo } reacted
        && world.Choreography.Definition.Find(hop.Service, reacted.Operation)!.Undoes is not null;
}
