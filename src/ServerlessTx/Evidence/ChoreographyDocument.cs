using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The document of a run: one of the source's two forms, what is missing, and each service's stored bytes from which a stranger computes it.</summary>
internal static class ChoreographyDocument
{
    public const string Chains = "chains";

    public static JsonObject Of(ChoreographyStory story, EvidenceView view)
    {
        var document = view is EvidenceView.Events ? ChoreographyExecutionForm.Of(story) : ChoreographySagaForm.Of(story);
        document["choreography"] = story.Definition.Name;
        document["status"] = story.Status.Word();
        document["storage"] = story.Began.Storage;
        document["deadline"] = Stamp.Text(story.Began.Deadline);
        document["guarantees"] = JsonNodes.Of(story.Guarantees);
        document["missing_answers"] = JsonNodes.List(story.Missing.Select(JsonNodes.Of));
        EvidenceEnvelope.AddWhereAny(document, "without_effect", story.Reactions.Where(hop => ((Reacted)hop.Record).Says is null).Select(WithoutEffect));
        EvidenceEnvelope.AddWhereAny(document, "dead_letters", story.Hops.Where(hop => hop.Record is DeadLettered).Select(Dead));
        EvidenceEnvelope.AddWhereAny(document, "put_back", story.Hops.Where(hop => hop.Record is PutBack).Select(Alive));
        EvidenceEnvelope.AddWhereAny(document, "stuck", story.Hops.Select(hop => hop.Record).OfType<FellSilent>().Select(Silence));
        EvidenceEnvelope.AddWhereAny(document, "unknown_records", story.Hops.Where(hop => hop.Record is UnknownHop)
            .Select(hop => new JsonObject { ["service"] = hop.Service, ["version"] = hop.Version, ["type"] = ((UnknownHop)hop.Record).Type }));
        document[Chains] = JsonNodes.List(story.Streams.Select(stream => new JsonObject
        {
            ["service"] = stream.Key,
            ["chain"] = JsonNodes.List(stream.Value.Select(EvidenceEnvelope.ChainNode)),
            ["head"] = JsonNodes.Of(stream.Value[^1].Head),
        }));
        return document;
    }

    /// <summary>An event that was met, and nothing was to be done about it any more or yet.</summary>
    private static JsonObject WithoutEffect(RecordedHop hop)
    {
        var reacted = (Reacted)hop.Record;
        return new JsonObject
        {
            ["service"] = hop.Service,
            ["operation"] = reacted.Operation,
            ["outcome"] = JsonNodes.Of(reacted.Outcome),
            ["triggered_by"] = reacted.Event,
            ["causation_id"] = reacted.EventId,
            ["timestamp"] = Stamp.Text(reacted.At),
        };
    }

    private static JsonObject Dead(RecordedHop hop)
    {
        var dead = (DeadLettered)hop.Record;
        return new JsonObject
        {
            ["service"] = hop.Service,
            ["event"] = dead.Event,
            ["event_id"] = dead.EventId,
            ["reason"] = dead.Reason,
            ["deliveries"] = dead.Deliveries,
            ["at"] = Stamp.Text(dead.At),
        };
    }

    private static JsonObject Alive(RecordedHop hop)
    {
        var back = (PutBack)hop.Record;
        return new JsonObject
        {
            ["service"] = hop.Service,
            ["event"] = back.Event,
            ["event_id"] = back.EventId,
            ["by"] = back.By,
            ["why"] = back.Why,
            ["at"] = Stamp.Text(back.At),
        };
    }

    private static JsonObject Silence(FellSilent fell) => new()
    {
        ["missing"] = JsonNodes.List(fell.Missing.Select(JsonNodes.Of)),
        ["at"] = Stamp.Text(fell.At),
    };
}
