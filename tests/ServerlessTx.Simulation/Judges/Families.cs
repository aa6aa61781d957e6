namespace ServerlessTx.Simulation;

/// <summary>Parents and children that have all ended: what a parent was told of a child is so, and who is done has no child that is not.</summary>
internal sealed class Families(Stories stories)
{
    public string? Fault(Story parent) => parent.Started.Definition.Branches
        .Where(step => step.Child is not null)
        .Select(step => Fault(parent, step))
        .FirstOrDefault(fault => fault is not null);

    private string? Fault(Story parent, DefinedBranch step)
    {
        var isKept = parent.End!.Status is TransactionStatus.Completed;
        var begun = stories.All.Where(story => story.Started.Parent is { } of && (of.TransactionId, of.Branch) == (parent.Id.ToString(), step.Branch)).ToList();
        if (begun.Count > 1 || isKept && begun.Count == 0)
            return $"{step.Branch} has begun {begun.Count} children";
        if (begun is not [var child])
            return null;
        if (isKept && !child.End!.Status.IsDone())
            return $"it is done, and its child {child.Id} ended {child.End.Status}";
        return parent.Records.OfType<Signalled>().FirstOrDefault(said => said.Signal == step.Child!.Signal)?.Child is { } told && (told.Status, told.Head) != (child.End!.Status, child.Head)
            ? $"it was told that {child.Id} ended {told.Status} at {told.Head}, which is {child.End.Status} at {child.Head}"
            : null;
    }
}
