namespace ServerlessTx;

/// <summary>The children of a transaction, from its own records: begun by an answer, ended by a signal or found ended by an undo.</summary>
internal static class ChildStory
{
    public static IEnumerable<ChildState> Of(TransactionStory story)
    {
        foreach (var step in story.Definition.Branches)
        {
            if (step.Child is not { } child)
                continue;
            var end = story.Facts.Waits.Signal(child.Signal)?.Child ?? Answer(story, step, Phase.Undo)?.ResultAs<ChildUndone>()?.Child;
            if ((end?.TransactionId ?? Answer(story, step, Phase.Action)?.ResultAs<ChildBegun>()?.TransactionId) is { } id)
                yield return new(step.Branch, child.Workflow, id, end?.Status, end?.Head);
        }
    }

    private static Answered? Answer(TransactionStory story, DefinedBranch step, Phase phase) => story.Call(new(step.Branch, phase)).Answered;
}
