namespace ServerlessTx;

/// <summary>The records of a chain that holds, indexed for the rules. What stands first under a name or in a slot is what counts.</summary>
internal sealed class Testimony
{
    private readonly Dictionary<CallName, Recorded> _answers = [];
    private readonly Dictionary<Slot, Recorded> _decisions = [];
    private readonly Dictionary<string, DefinedBranch> _branches = [];
    private readonly Dictionary<(Decision Decision, string? Append), Recorded> _decided = [];

    /// <param name="appends">A chain that holds, whose first record is the begin record.</param>
    public Testimony(IReadOnlyList<StoredAppend> appends)
    {
        Appends = appends;
        Records = [.. appends.SelectMany(Recorded.AllOf)];
        Begin = (Started)Records[0].Record;
        foreach (var branch in Begin.Definition.Branches)
            _branches.TryAdd(branch.Branch, branch);
        foreach (var recorded in Records)
            Index(recorded);
        Asked = Calls().Select(call => call.Call).ToHashSet();
        Rounds = [.. RoundsOf(Phase.Action, Phase.Wait), .. RoundsOf(Phase.Pivot), .. RoundsOf(Phase.Retriable)];
    }

    public IReadOnlyList<StoredAppend> Appends { get; }

    public IReadOnlyList<Recorded> Records { get; }

    public Started Begin { get; }

    public Definition Definition => Begin.Definition;

    /// <summary>Whether anybody can have been asked: before its moment a scheduled transaction has asked nobody, and owes nobody anything.</summary>
    public bool IsOpened => Begin.StartsAt is null || All<MomentCame>().Any();

    public Pattern Pattern => Definition.Pattern;

    /// <summary>A saga's rounds in the order in which they run.</summary>
    public IReadOnlyList<Round> Rounds { get; }

    /// <summary>Every call that was asked or answered.</summary>
    public IReadOnlySet<CallName> Asked { get; }

    public Recorded? End { get; private set; }

    /// <summary>The first decision that turns back.</summary>
    public Recorded? Back { get; private set; }

    public IEnumerable<Recorded> All<TRecord>() where TRecord : TransactionRecord => Records.Where(recorded => recorded.Record is TRecord);

    public IEnumerable<(Recorded At, TRecord Is)> Each<TRecord>() where TRecord : TransactionRecord =>
        All<TRecord>().Select(recorded => (recorded, (TRecord)recorded.Record));

    /// <summary>Every record that shows that a call was asked or answered.</summary>
    public IEnumerable<(Recorded At, CallName Call)> Calls() => Records.Select(recorded => (recorded, recorded.Record switch
    {
        Answered answered => answered.Name,
        Unanswered unanswered => unanswered.Name,
        _ => (CallName?)null,
    })).Where(pair => pair.Item2 is not null).Select(pair => (pair.recorded, pair.Item2!.Value));

    public Recorded? Answer(CallName name) => _answers.GetValueOrDefault(name);

    public Recorded? Decision(Slot slot) => _decisions.GetValueOrDefault(slot);

    /// <summary>The first record that decided so, of all or of one append.</summary>
    public Recorded? FirstDecided(Decision decision, string? append) => _decided.GetValueOrDefault((decision, append));

    public DefinedBranch? Branch(string name) => _branches.GetValueOrDefault(name);

    /// <summary>Whether a call is answered in front of a record.</summary>
    public bool IsAnsweredBefore(CallName name, long version) => Answer(name) is { } answer && answer.Version < version;

    public Verdict? VerdictBefore(CallName name, long version) =>
        Answer(name) is { Record: Answered answered } recorded && recorded.Version < version ? answered.Verdict : null;

    private void Index(Recorded recorded)
    {
        switch (recorded.Record)
        {
            case Answered answered:
                _answers.TryAdd(answered.Name, recorded);
                break;
            case Decided decided:
                _decisions.TryAdd(decided.Slot, recorded);
                _decided.TryAdd((decided.Decision, null), recorded);
                _decided.TryAdd((decided.Decision, recorded.Append.ToString()), recorded);
                if (Duties.TurnsBack(decided.Decision))
                    Back ??= recorded;
                break;
            case Ended:
                End ??= recorded;
                break;
        }
    }

    /// <summary>What escalates a wait is a step of this run only where a round expired, or where it was asked all the same.</summary>
    private IEnumerable<Round> RoundsOf(params Phase[] phases) => Definition.Branches
        .Where(branch => phases.Contains(branch.Phase))
        .Where(branch => branch.Escalates is null || Asked.Contains(new CallName(branch.Branch, branch.Phase)) || Each<WaitDecided>().Any(decided =>
            decided.Is.Branch == branch.Escalates && decided.Is.Round == branch.Round - 1 && decided.Is.Outcome is WaitOutcome.Expired))
        .GroupBy(branch => branch.Group)
        .Select(group => new Round(group.First().Phase, [.. group]));
}

/// <summary>Steps of a saga that run in parallel, or one that runs alone.</summary>
internal sealed record Round(Phase Phase, IReadOnlyList<DefinedBranch> Branches)
{
    public IEnumerable<CallName> Calls => Branches.Select(branch => new CallName(branch.Branch, Phase));
}
