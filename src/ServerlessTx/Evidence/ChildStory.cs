using System.Text.Json;

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
            var end = story.Facts.Waits.Signal(child.Signal)?.Child ?? Undone(story, step)?.Child;
            if ((end?.TransactionId ?? Begun(story, step)?.TransactionId) is { } id)
                yield return new(step.Branch, child.Workflow, id, end?.Status, end?.Head);
        }
    }

    private static ChildBegun? Begun(TransactionStory story, DefinedBranch step) => Read<ChildBegun>(story, new(step.Branch, Phase.Action));

    private static ChildUndone? Undone(TransactionStory story, DefinedBranch step) => Read<ChildUndone>(story, new(step.Branch, Phase.Undo));

    /// <summary>What a person concluded by hand, or somebody forged, has another shape.</summary>
    private static T? Read<T>(TransactionStory story, CallName call) where T : class
    {
        try
        {
            return story.Call(call).Answered?.Result?.Deserialize<T>(WireJson.Tolerant);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
