namespace ServerlessTx;

internal delegate Task<Answer> Handler(CallRequest request);

/// <summary>A saga as far as it has been written down; each addition is a new one.</summary>
/// <param name="Definition">Its shape.</param>
/// <param name="Handlers">The code behind each call.</param>
/// <param name="OpenGroup">The parallel group that is being written, or 0.</param>
internal sealed record SagaDraft(Definition Definition, IReadOnlyDictionary<CallName, Handler> Handlers, int OpenGroup = 0)
{
    public static SagaDraft Empty(string name, int version, CallPolicy? policy, TimeSpan? deadline) => new(
        new Definition
        {
            Name = name,
            Version = version,
            Pattern = Pattern.Saga,
            Branches = [],
            Policy = policy ?? new CallPolicy(),
            DeadlineMs = (long)(deadline ?? TimeSpan.FromMinutes(5)).TotalMilliseconds,
        },
        new Dictionary<CallName, Handler>());

    private int NextGroup => Definition.Branches.Count == 0 ? 1 : Definition.Branches[^1].Group + 1;

    public SagaDraft Add(DefinedBranch step, Handler action, Handler? undo = null)
    {
        var handlers = new Dictionary<CallName, Handler>(Handlers) { [new CallName(step.Branch, step.Phase)] = action };
        if (undo is not null)
            handlers[new CallName(step.Branch, Phase.Undo)] = undo;
        var placed = step with { Group = OpenGroup > 0 ? OpenGroup : NextGroup };
        return this with { Definition = Definition with { Branches = [.. Definition.Branches, placed] }, Handlers = handlers };
    }

    /// <summary>What is added inside shares one group.</summary>
    public SagaDraft Parallel(Func<SagaDraft, SagaDraft> add) => add(this with { OpenGroup = NextGroup }) with { OpenGroup = 0 };
}
