using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's event form (Part II, Pattern 2, <c>saga_execution</c>): the answers in the order in which they were recorded.</summary>
internal static class SagaExecutionForm
{
    public static JsonObject Of(TransactionStory story)
    {
        var events = new JsonArray();
        string? before = null;
        foreach (var recorded in story.Recorded.Where(recorded => recorded.Record is Answered))
        {
            var name = EventOf(story, (Answered)recorded.Record);
            events.Add(EventNode(story, recorded, name, events.Count + 1, before));
            before = name;
        }

        return new JsonObject
        {
            ["saga_execution"] = new JsonObject
            {
                ["saga_id"] = story.State.TransactionId,
                ["pattern"] = "orchestration",
                ["events"] = events,
                ["saga_status"] = story.State.Status.Word(),
                ["atomicity_guarantee"] = story.State.Heuristic ? Guarantees.Violated
                    : story.HasEnded ? "eventual_consistency_via_recorded_decision" : Guarantees.Pending,
                ["compensation_available"] = !story.HasEnded && story.Decision(Slot.Direction)?.Decision is not Decision.GoingForward,
            },
        };
    }

    private static JsonObject EventNode(TransactionStory story, Recorded recorded, string name, int sequence, string? before)
    {
        var answered = (Answered)recorded.Record;
        var evidence = story.EvidenceOf(recorded);
        evidence["persisted"] = true;
        evidence["partition"] = TransactionId.Parse(story.State.TransactionId).Partition;
        var node = new JsonObject
        {
            ["sequence"] = sequence,
            ["timestamp"] = Stamp.Text(answered.At),
            ["service"] = story.Definition.Branch(answered.Branch).Service,
            ["event"] = name,
            ["payload"] = answered.Result is { } result ? EvidenceDocument.Node(result) : new JsonObject { ["reason"] = answered.Reason },
            ["evidence"] = evidence,
        };
        // The orchestrator asked for each after the one before; the first was triggered by the start.
        if (before is not null)
            node["triggered_by"] = before;
        return node;
    }

    private static string EventOf(TransactionStory story, Answered answered)
    {
        var step = story.Definition.Branch(answered.Branch);
        var operation = answered.Phase is Phase.Undo ? step.Undo : step.Operation;
        return $"{operation}_{answered.Verdict.ToString().ToLowerInvariant()}";
    }
}
