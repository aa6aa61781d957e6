using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's saga document (Part I, "Saga Transaction Evidence", <c>choreography_saga</c>).</summary>
internal static class ChoreographySagaForm
{
    public static JsonObject Of(ChoreographyStory story)
    {
        var steps = story.Reactions.Where(hop => story.DefinedOf(hop) is { Undoes: null }).ToList();
        var undos = story.Reactions.Where(hop => story.DefinedOf(hop) is { Undoes: not null } && ChoreographyStory.OutcomeOf(hop) is not HopOutcome.AlreadyUndone);
        return new JsonObject
        {
            ["saga_id"] = story.Began.SagaId,
            ["type"] = "choreography_saga",
            ["workflow"] = story.Definition.Name,
            ["steps"] = JsonNodes.List(steps.Select((hop, i) => StepNode(story, hop, i + 1))),
            ["compensation_steps"] = JsonNodes.List(undos.Select(hop => UndoNode(story, hop, steps))),
            ["saga_outcome"] = story.Status.Word(),
            ["total_duration_ms"] = TransactionStory.Between(story.Began.At, story.Newest),
            ["guarantee_evidence"] = GuaranteeEvidence(story),
        };
    }

    private static JsonObject StepNode(ChoreographyStory story, RecordedHop hop, int step)
    {
        var reacted = (Reacted)hop.Record;
        var node = Node(story, hop, step, reacted.Outcome switch
        {
            HopOutcome.Done => "committed",
            HopOutcome.Refused => "failed",
            _ => "turned_back_before",
        }).With("event_published", reacted.Says).With("compensating_action", UndoOf(story, hop));
        if (reacted.Outcome is not HopOutcome.Refused)
            return node;
        node["error"] = reacted.Payload is { } payload && payload.TryGetProperty("reason", out var reason) ? JsonNodes.Of(reason) : null;
        node["compensation_triggered"] = story.Reactions.Any(undo => IsUndoing(story, undo) && ((Reacted)undo.Record).EventId == reacted.SaysId);
        return node;
    }

    /// <summary>Something was undone. Whoever meets a failure behind another undo undoes nothing because of it.</summary>
    private static bool IsUndoing(ChoreographyStory story, RecordedHop hop) =>
        story.DefinedOf(hop) is { Undoes: not null } && ChoreographyStory.OutcomeOf(hop) is HopOutcome.Done;

    private static JsonObject UndoNode(ChoreographyStory story, RecordedHop hop, List<RecordedHop> steps)
    {
        var undone = story.DefinedOf(hop)!.Undoes;
        var step = steps.FindIndex(other => other.Service == hop.Service && ((Reacted)other.Record).Operation == undone) + 1;
        return Node(story, hop, step == 0 ? null : step, ChoreographyStory.OutcomeOf(hop) is HopOutcome.Done ? "committed" : "nothing_to_undo")
            .With("event_published", ((Reacted)hop.Record).Says);
    }

    private static JsonObject Node(ChoreographyStory story, RecordedHop hop, int? step, string status)
    {
        var reacted = (Reacted)hop.Record;
        var evidence = ChoreographyExecutionForm.EvidenceOf(story, hop);
        if (reacted.Outcome is HopOutcome.Done)
            evidence.WithReported(reacted.Payload);
        return new JsonObject().With("step", step)
            .With("service", hop.Service)
            .With("operation", reacted.Operation)
            .With("status", status)
            .With("timestamp", Stamp.Text(reacted.At))
            .With("triggered_by", reacted.Event)
            .With("evidence", evidence);
    }

    private static string? UndoOf(ChoreographyStory story, RecordedHop hop) => story.Definition.Reactions
        .FirstOrDefault(undo => undo.Service == hop.Service && undo.Undoes == ((Reacted)hop.Record).Operation && undo.Kind is ReactionKind.Undoes)?.Operation;

    private static JsonObject GuaranteeEvidence(ChoreographyStory story)
    {
        var isUndone = story.HasSettled && story.IsTurnedBack;
        return new JsonObject
        {
            ["atomicity"] = !story.HasSettled ? Guarantees.Pending : isUndone ? "eventual_via_compensation" : "all_steps_committed",
            ["consistency"] = !story.HasSettled ? Guarantees.Pending : isUndone ? "eventual_after_compensation" : "eventual_after_last_step",
            ["isolation"] = "none_intermediate_state_visible",
            ["durability"] = (!story.HasSettled ? "steps_so_far" : isUndone ? "all_steps_and_compensations" : "all_steps")
                + (story.IsPersisted ? "_persisted" : $"_recorded_on_{story.Began.Storage}"),
        };
    }
}
