using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's event form (Part II, Pattern 2, <c>saga_execution</c>): the answers in the order in which they were recorded.</summary>
internal static class SagaExecutionForm
{
    public static JsonObject Of(TransactionStory story)
    {
        var answers = story.Answers.ToList();
        return new JsonObject
        {
            ["saga_execution"] = new JsonObject
            {
                ["saga_id"] = story.TransactionId,
                ["pattern"] = "orchestration",
                ["events"] = JsonNodes.List(answers.Select((recorded, i) => EventNode(story, recorded, i + 1, TriggerOf(story, answers, i)))),
                ["saga_status"] = story.Status.Word(),
                ["atomicity_guarantee"] = AtomicityOf(story),
                ["compensation_available"] = !story.HasEnded && !story.All<Decided>().Any(decided => decided.Decision is Decision.GoingForward),
            },
        };
    }

    private static JsonObject EventNode(TransactionStory story, Recorded recorded, int sequence, string? trigger)
    {
        var answered = (Answered)recorded.Record;
        var evidence = story.EvidenceOf(recorded);
        evidence["persisted"] = story.IsPersisted;
        evidence["partition"] = TransactionId.Parse(story.TransactionId).Partition;
        return new JsonObject
        {
            ["sequence"] = sequence,
            ["timestamp"] = Stamp.Text(answered.At),
            ["service"] = story.Definition.Branch(answered.Branch).Service,
            ["event"] = NameOf(story, answered),
        }
            .With("triggered_by", trigger)
            .With("payload", PayloadOf(story, answered))
            .With("evidence", evidence);
    }

    private static JsonNode PayloadOf(TransactionStory story, Answered answered) =>
        (story.ResultOf(answered) is { } result ? JsonNodes.Of(result) : null) ?? new JsonObject().With("reason", answered.Reason);

    /// <summary>
    /// The orchestrator asks for a step after the answer before it; for the steps of a parallel group, after the last answer before the
    /// group. The first was triggered by the start.
    /// </summary>
    private static string? TriggerOf(TransactionStory story, List<Recorded> answers, int index)
    {
        var own = RoundOf(story, answers[index]);
        var trigger = answers.Take(index).LastOrDefault(before => RoundOf(story, before) != own);
        return trigger is null ? null : NameOf(story, (Answered)trigger.Record);
    }

    private static (Phase Phase, int Group) RoundOf(TransactionStory story, Recorded recorded)
    {
        var answered = (Answered)recorded.Record;
        return (answered.Phase, story.Definition.Branch(answered.Branch).Group);
    }

    private static string NameOf(TransactionStory story, Answered answered)
    {
        var step = story.Definition.Branch(answered.Branch);
        var operation = answered.Phase is Phase.Undo ? step.Undo : step.Operation;
        return $"{operation}_{answered.Verdict.Word()}";
    }

    private static string AtomicityOf(TransactionStory story) =>
        story.Heuristic ? Guarantees.Violated
        : !story.HasEnded ? Guarantees.Pending
        : story.Decision(Slot.Direction) is null ? SagaGuaranteeEvidence.NotShown
        : "eventual_consistency_via_recorded_decision";
}
