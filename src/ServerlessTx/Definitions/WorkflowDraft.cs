namespace ServerlessTx;

/// <summary>A workflow as far as it has been written down; each addition is a new one.</summary>
/// <param name="Definition">Its shape.</param>
/// <param name="Handlers">The code behind each call.</param>
/// <param name="OpenGroup">The parallel group that is being written, or 0.</param>
internal sealed record WorkflowDraft(Definition Definition, IReadOnlyDictionary<CallName, Handler> Handlers, int OpenGroup)
{
    private int NextGroup => Definition.Branches.Count == 0 ? 1 : Definition.Branches[^1].Group + 1;

    /// <summary>Nothing yet. All participants of a vote are one parallel group.</summary>
    public static WorkflowDraft Empty(string name, int version, Pattern pattern, CallPolicy? policy, TimeSpan deadline) => new(
        new Definition
        {
            Name = name,
            Version = version,
            Pattern = pattern,
            Branches = [],
            Policy = policy ?? new CallPolicy(),
            DeadlineMs = (long)deadline.TotalMilliseconds,
        },
        new Dictionary<CallName, Handler>(),
        OpenGroup: pattern is Pattern.Saga ? 0 : 1);

    /// <summary>Adds a branch, with the code of each of its phases.</summary>
    public WorkflowDraft Add(DefinedBranch branch, IEnumerable<KeyValuePair<Phase, Handler>> handlers)
    {
        var all = new Dictionary<CallName, Handler>(Handlers);
        // A branch that stands in it twice is refused at registration, where it can be named.
        foreach (var (phase, handler) in handlers)
            all[new CallName(branch.Branch, phase)] = handler;
        var placed = branch with { Group = OpenGroup > 0 ? OpenGroup : NextGroup };
        return this with { Definition = Definition with { Branches = [.. Definition.Branches, placed] }, Handlers = all };
    }

    /// <summary>Adds a step that waits, behind the steps that begin its rounds from the second on.</summary>
    public WorkflowDraft Wait(DefinedBranch wait, DefinedBranch? escalation = null, IReadOnlyDictionary<Phase, Handler>? handlers = null) =>
        Enumerable.Range(2, wait.Wait!.Rounds - 1)
            .Aggregate(this, (draft, round) => draft.Add(
                escalation! with { Branch = $"{escalation.Operation}_{round}", Escalates = wait.Branch, Round = round }, handlers!))
            .Add(wait, []);

    /// <summary>Adds a step that begins a child, and the step behind it that waits for its end.</summary>
    public WorkflowDraft Child(DefinedBranch begin, DefinedBranch wait, IReadOnlyDictionary<Phase, Handler> handlers) => Add(begin, handlers).Wait(wait);

    /// <summary>What is added inside shares one group.</summary>
    public WorkflowDraft Parallel(Func<WorkflowDraft, WorkflowDraft> add) => add(this with { OpenGroup = NextGroup }) with { OpenGroup = 0 };
}
