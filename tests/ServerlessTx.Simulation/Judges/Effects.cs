namespace ServerlessTx.Simulation;

/// <summary>
/// What participants did, read from their barriers' rows as they land: each phase answers once and for ever, and nobody does in the second
/// phase what is not decided.
/// </summary>
internal sealed class Effects(Stories stories, Alarm alarm)
{
    private readonly Dictionary<(string Partition, string Key), BarrierRecord> _standing = [];
    private readonly HashSet<(string Id, string Branch, string Phase)> _answered = [];
    private readonly HashSet<(string Id, string Branch, Phase Phase)> _done = [];

    public int Count => _done.Count;

    public static bool IsBarrier(RowWrite write) => write.Key.StartsWith(RowKinds.Barrier, StringComparison.Ordinal);

    /// <summary>Whether a branch did something in a phase, and not only answered.</summary>
    public bool Did(string id, string branch, Phase phase) => _done.Contains((id, branch, phase));

    /// <summary>Takes in the writes of one call.</summary>
    public void Landed(string partition, IReadOnlyList<RowWrite> call)
    {
        var parts = call[0].Key.Split('|');
        if (parts is not [_, var id, var branch])
            return;
        var place = (partition, call[0].Key);
        var before = _standing.GetValueOrDefault(place, BarrierRecord.Empty);
        if (PayloadOf(call[0]) is not { } payload)
        {
            if (stories.Find(id) is { End: null })
                alarm.Raise($"the barrier row of {branch} was purged while it is open", id);
            _standing.Remove(place);
            return;
        }

        var record = BarrierRecord.Read(new Row(call[0].Key, payload, RowWrite.NoColumns, ""));
        foreach (var (phase, answer) in before.Answers.Where(answer => !Same(record.Answers.GetValueOrDefault(answer.Key), answer.Value)))
            alarm.Raise($"the answer of {branch}/{phase} was {answer}, and is no more", id);
        foreach (var phase in Enum.GetValues<Phase>().Where(phase => record[phase] is not null && before[phase] is null))
            Answered(id, branch, phase, record[phase]!, hasEffect: call.Skip(1).Any(write => !write.Key.StartsWith(RowKinds.Marks, StringComparison.Ordinal)));
        _standing[place] = record;
    }

    /// <summary>Says what is wrong with the effects of a transaction that has ended, or nothing.</summary>
    public string? Fault(Story ended)
    {
        var isKept = ended.End!.Status is TransactionStatus.Completed or TransactionStatus.Confirmed or TransactionStatus.Committed;
        foreach (var branch in ended.Started.Definition.Branches.Where(branch => branch.Wait is null && branch.Child is null))
        {
            var isWanted = isKept && (branch.Escalates is not { } wait || ended.HasRound(wait, branch.Round));
            bool Did(Phase phase) => this.Did(ended.Id.ToString(), branch.Branch, phase);
            var stands = branch.Phase switch
            {
                Phase.Action => Did(Phase.Action) && !Did(Phase.Undo),
                Phase.Try => Did(Phase.Confirm),
                Phase.Prepare => Did(Phase.Commit),
                var only => Did(only),
            };
            var isHeld = branch.Phase is Phase.Try or Phase.Prepare && Did(branch.Phase)
                && !Enum.GetValues<Phase>().Any(phase => phase != branch.Phase && Did(phase));
            if (stands != isWanted || isHeld)
                return $"it ended as {ended.End.Status}, and what {branch.Branch} did {(isHeld ? "is still held" : stands ? "stands" : "does not stand")}";
        }

        return null;
    }

    private void Answered(string id, string branch, Phase phase, Answer answer, bool hasEffect)
    {
        if (!_answered.Add((id, branch, phase.Word())))
            alarm.Raise($"{branch}/{phase} was carried out again after its barrier row was purged", id);
        if (answer.Verdict is Verdict.Heuristic)
            alarm.Raise($"{branch}/{phase} ended otherwise than decided: {answer.Reason}", id);
        if (stories.Find(id)?.Allows(phase) != true)
            alarm.Raise($"{branch}/{phase} was carried out, and no such decision stands", id);
        if (answer.Verdict is Verdict.Done && hasEffect)
            _done.Add((id, branch, phase));
    }

    private static bool Same(Answer? one, Answer other) =>
        one is not null && one.Verdict == other.Verdict && one.Reason == other.Reason && one.Result?.GetRawText() == other.Result?.GetRawText();

    private static ReadOnlyMemory<byte>? PayloadOf(RowWrite write) => write switch
    {
        RowWrite.Insert insert => insert.Payload,
        RowWrite.Replace replace => replace.Payload,
        _ => (ReadOnlyMemory<byte>?)null,
    };
}
