using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's event form (Part II, Pattern 2, <c>saga_execution</c>): what was published, each behind what triggered it.</summary>
internal static class ChoreographyExecutionForm
{
    public static JsonObject Of(ChoreographyStory story) => new()
    {
        ["saga_execution"] = new JsonObject
        {
            ["saga_id"] = story.Began.SagaId,
            ["pattern"] = "choreography",
            ["events"] = JsonNodes.List(story.Reactions.Where(hop => ((Reacted)hop.Record).Says is not null).Select((hop, i) => EventNode(story, hop, i + 1))),
            ["saga_status"] = story.Status.Word(),
            ["atomicity_guarantee"] = story.HasSettled ? "eventual_consistency_via_events" : Guarantees.Pending,
            ["compensation_available"] = !story.HasSettled && !story.HasEnded,
        },
    };

    private static JsonObject EventNode(ChoreographyStory story, RecordedHop hop, int sequence)
    {
        var reacted = (Reacted)hop.Record;
        return new JsonObject
        {
            ["sequence"] = sequence,
            ["timestamp"] = Stamp.Text(reacted.At),
            ["service"] = hop.Service,
            ["event"] = reacted.Says,
        }
            .With("triggered_by", reacted.Event)
            .With("payload", reacted.Payload is { } payload ? JsonNodes.Of(payload) : null)
            .With("evidence", EvidenceOf(story, hop));
    }

    /// <summary>Where it is recorded, and which event of which run it answered.</summary>
    public static JsonObject EvidenceOf(ChoreographyStory story, RecordedHop hop)
    {
        var reacted = (Reacted)hop.Record;
        return new JsonObject
        {
            ["persisted"] = story.IsPersisted,
            ["idempotency_key"] = $"{story.Began.SagaId}/{hop.Service}/{reacted.Operation}",
            ["stream"] = $"{story.Began.SagaId}:{hop.Service}",
            ["event_offset"] = hop.Version,
            ["correlation_id"] = story.Began.SagaId,
        }
            .With("event_id", reacted.SaysId)
            .With("causation_id", reacted.EventId);
    }
}
