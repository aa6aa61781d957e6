using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>What can be said of any transaction, for a pattern that has no form of its own yet: every answer with where it is recorded.</summary>
internal static class PlainForm
{
    public static JsonObject Of(TransactionStory story) => new()
    {
        ["transaction_id"] = story.State.TransactionId,
        ["type"] = EvidenceDocument.Node(story.Pattern),
        ["workflow"] = story.Definition.Name,
        ["status"] = story.State.Status.Word(),
        ["answers"] = new JsonArray([.. story.Recorded.Where(recorded => recorded.Record is Answered).Select(recorded => AnswerNode(story, recorded))]),
    };

    private static JsonObject AnswerNode(TransactionStory story, Recorded recorded)
    {
        var answered = (Answered)recorded.Record;
        var node = new JsonObject
        {
            ["branch"] = answered.Branch,
            ["phase"] = answered.Phase.Word(),
            ["verdict"] = EvidenceDocument.Node(answered.Verdict),
            ["timestamp"] = Stamp.Text(answered.At),
            ["evidence"] = story.EvidenceOf(recorded),
        };
        if (answered.Reason is not null)
            node["reason"] = answered.Reason;
        return node;
    }
}
