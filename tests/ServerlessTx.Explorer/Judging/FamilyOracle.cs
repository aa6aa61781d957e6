namespace ServerlessTx.Explorer;

/// <summary>
/// Judges what a parent and its child make of each other: a parent that goes forward has a child that did, and one that is turned back leaves nothing of
/// it that nobody undoes. What the parent is told of the child's end is so, and neither is left waiting for the other.
/// </summary>
internal sealed class FamilyOracle(World world, Member child)
{
    private readonly DefinedBranch _step = world.Subject.Workflow.Definition.Branches.Single(branch => branch.Child is not null);

    public string? Fault(State state)
    {
        var (parent, begun) = (world.Evidence.OfHead(state.Evidence), world.Evidence.Of(state.Evidence, child));
        var undone = world.EffectOf(state, _step.Branch).Undone;
        var isDone = begun?.End?.IsDone() is true;
        if (undone > (isDone ? 1 : 0))
            return $"what the child did is undone {undone} times, and the child {(isDone ? "is done" : "did nothing that stands")}";
        if (parent.FirstSaid(_step.Child!.Signal) is { } told && (begun?.End is not { } end || told.Rejected is null != end.IsDone()))
            return $"the parent is told that its child {(told.Rejected is null ? "is done" : told.Rejected)}, and the child {begun?.End?.Word() ?? "has not ended"}";
        return parent.End switch
        {
            null => null,
            _ when begun is not null && begun.End is null => $"the parent is {parent.End.Value.Word()}, and its child has not ended",
            TransactionStatus.Completed when !isDone || undone > 0 => $"the parent is completed, and its child {(isDone ? "is undone" : "is not done")}",
            TransactionStatus.Compensated when isDone && undone == 0 && !_step.Child.Stays => "the parent is compensated, and what its child did stands",
            _ => null,
        };
    }
}
