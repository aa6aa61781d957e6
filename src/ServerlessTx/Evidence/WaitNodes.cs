using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>What was waited for and what was said: each round with its one winner.</summary>
internal static class WaitNodes
{
    public static void Add(JsonObject document, TransactionStory story)
    {
        EvidenceEnvelope.AddWhereAny(document, "waits", story.Recorded.Where(recorded => recorded.Record is WaitBegan).Select(recorded => WaitNode(story, recorded)));
        EvidenceEnvelope.AddWhereAny(document, "signals", story.Recorded.Where(recorded => recorded.Record is Signalled).Select(SignalNode));
    }

    private static JsonObject WaitNode(TransactionStory story, Recorded recorded)
    {
        var began = (WaitBegan)recorded.Record;
        var decided = story.All<WaitDecided>().FirstOrDefault(decided => decided.Branch == began.Branch && decided.Round == began.Round);
        var node = new JsonObject
        {
            ["version"] = recorded.Version,
            ["step"] = began.Branch,
            ["round"] = began.Round,
        };
        return node
            .With("signal", story.Definition.Branches.FirstOrDefault(step => step.Branch == began.Branch)?.Wait?.Signal)
            .With("began_at", Stamp.Text(began.At))
            .With("deadline", Stamp.Text(began.Deadline))
            .With("outcome", decided is null ? null : JsonNodes.Of(decided.Outcome))
            .With("at", decided is null ? null : Stamp.Text(decided.At));
    }

    private static JsonObject SignalNode(Recorded recorded)
    {
        var signalled = (Signalled)recorded.Record;
        var node = new JsonObject
        {
            ["version"] = recorded.Version,
            ["signal"] = signalled.Signal,
        };
        return node
            .With("id", signalled.Id)
            .With("result", signalled.Result is { } result ? JsonNodes.Of(result) : null)
            .With("rejected", signalled.Rejected)
            .With("child", signalled.Child is { } child ? JsonNodes.Of(child) : null)
            .With("by", signalled.By)
            .With("at", Stamp.Text(signalled.At));
    }
}
