using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's saga document (Part I, "Saga Transaction Evidence").</summary>
internal static class SagaForm
{
    public static JsonObject Of(TransactionStory story)
    {
        var undone = story.Recorded.Where(recorded => recorded.Record is Answered { Phase: Phase.Undo }).ToList();
        return new JsonObject
        {
            ["saga_id"] = story.State.TransactionId,
            ["type"] = "orchestrated_saga",
            ["workflow"] = story.Definition.Name,
            ["steps"] = new JsonArray([.. story.Definition.Branches.Select((step, i) => StepNode(story, step, i + 1)).OfType<JsonNode>()]),
            ["compensation_steps"] = new JsonArray([.. undone.Select(undo => UndoNode(story, undo))]),
            ["saga_outcome"] = story.State.Status.Word(),
            ["total_duration_ms"] = story.TotalMs,
            ["guarantee_evidence"] = GuaranteeEvidence(story),
        };
    }

    /// <summary>A step that nothing is recorded of is left out, as in the source: it was never reached.</summary>
    private static JsonObject? StepNode(TransactionStory story, DefinedBranch step, int number)
    {
        if (story.Answer(new CallName(step.Branch, step.Phase)) is not { } recorded)
            return null;
        var answered = (Answered)recorded.Record;
        var node = new JsonObject
        {
            ["step"] = number,
            ["service"] = step.Service,
            ["operation"] = step.Operation,
            ["status"] = StatusOf(answered.Verdict),
            ["timestamp"] = Stamp.Text(answered.At),
        };
        if (step.Undo is not null)
            node["compensating_action"] = step.Undo;
        if (answered.Verdict is Verdict.Done)
        {
            node["evidence"] = story.EvidenceOf(recorded);
            return node;
        }

        node["error"] = answered.Reason;
        node["compensation_triggered"] = story.All<Decided>().Any(decided => decided.Decision is Decision.Compensating);
        return node;
    }

    private static JsonNode UndoNode(TransactionStory story, Recorded recorded)
    {
        var answered = (Answered)recorded.Record;
        var step = story.Definition.Branch(answered.Branch);
        var node = new JsonObject
        {
            ["step"] = story.Definition.Branches.ToList().IndexOf(step) + 1,
            ["service"] = step.Service,
            ["operation"] = step.Undo,
            ["status"] = StatusOf(answered.Verdict),
            ["timestamp"] = Stamp.Text(answered.At),
            ["evidence"] = story.EvidenceOf(recorded),
        };
        if (answered.Reason is not null)
            node["error"] = answered.Reason;
        return node;
    }

    private static string StatusOf(Verdict verdict) => verdict switch
    {
        Verdict.Done => "committed",
        Verdict.Refused => "failed",
        Verdict.Heuristic => "heuristic",
        _ => "unknown",
    };

    private static JsonObject GuaranteeEvidence(TransactionStory story)
    {
        var compensated = story.State.Status is TransactionStatus.Compensated;
        var seen = story.All<Answered>().Any(answered => answered is { Phase: Phase.Action or Phase.Pivot, Verdict: Verdict.Done or Verdict.Unknown });
        return new JsonObject
        {
            ["atomicity"] = story.State.Heuristic ? "violated_by_a_heuristic_outcome"
                : !story.HasEnded ? "pending"
                : compensated ? "eventual_via_compensation" : "all_steps_committed",
            ["consistency"] = story.State.Heuristic ? "violated_by_a_heuristic_outcome"
                : !story.HasEnded ? "pending"
                : compensated ? "eventual_after_compensation" : "eventual_after_last_step",
            ["isolation"] = seen ? "none_intermediate_state_visible" : "nothing_became_visible",
            ["durability"] = (story.HasEnded ? "all_steps_and_compensations" : "steps_so_far")
                + (story.Guarantees.Achieved.Durability == "Strong" ? "_persisted" : $"_recorded_on_{story.Started.Storage}"),
        };
    }
}
