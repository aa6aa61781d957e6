using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>An aggregate's document claims nothing of its own but the state, and of that it says to which event it belongs.</summary>
internal static class AggregateDocumentRules
{
    private static readonly (string Component, string Word)[] Vector =
    [
        ("atomicity", "Append_only"), ("consistency", "Eventual_projection"), ("isolation", "Optimistic"),
        ("durability", "Immutable_events"), ("scope", "Per_aggregate"), ("coordination", "No_coordination"),
    ];

    /// <summary>A document of a version or a moment inside an append shows its bytes whole, and the events up to there.</summary>
    public static IEnumerable<Breach> StateIsOfTheLastAppend(AggregateClaim claim)
    {
        var last = claim.Chain.Contents[^1].Count;
        if (claim.Through is not { } through || through > claim.Events.Count || through <= claim.Events.Count - last)
        {
            yield return Breach.In(
                "$.event_sourced_aggregate.current_state.version",
                $"the state is of version {claim.StateMember("version")?.GetRawText() ?? "none"}, and the last append holds {claim.Events.Count - last + 1} to {claim.Events.Count}");
        }
    }

    public static IEnumerable<Breach> AllButTheStateIsWhatTheChainYields(AggregateClaim claim) =>
        DocumentComparison.Differences(claim.Document.Json, () => Yielded(claim));

    private static JsonObject Yielded(AggregateClaim claim) => new()
    {
        ["event_sourced_aggregate"] = new JsonObject
        {
            ["aggregate_type"] = claim.Type,
            ["aggregate_id"] = claim.Id,
            ["event_stream"] = new JsonArray([.. claim.Events.TakeWhile(happened => happened.Version <= (claim.Through ?? long.MaxValue)).Select(EventNode)]),
            ["current_state"] = claim.State is { } state ? Once(state) : null,
            ["evidence_properties"] = Properties(claim),
        },
        ["guarantees"] = new JsonObject { ["promised"] = VectorNode(), ["achieved"] = VectorNode() },
        ["chain"] = new JsonArray([.. claim.Chain.Appends.Select(append => append.ToNode())]),
        ["head"] = new JsonObject { ["version"] = claim.Events.Count, ["hash"] = claim.Chain.Appends[^1].Hash },
    };

    /// <summary>Of members with one name the last counts here, and others may read the first: none may stand beside it.</summary>
    private static JsonObject Once(JsonElement state)
    {
        var members = new JsonObject();
        foreach (var member in state.EnumerateObject())
            members[member.Name] = JsonNodes.Of(member.Value);
        return members;
    }

    private static JsonObject Properties(AggregateClaim claim) => new()
    {
        ["atomicity"] = claim.Chain.Contents.All(content => content.Count == 1) ? "per_event_append" : "per_append_of_events",
        ["consistency"] = claim.IsUntold ? "pending" : "state_derived_from_events",
        ["isolation"] = "optimistic_concurrency_with_version",
        ["durability"] = "events_never_deleted",
        ["auditability"] = "complete_history_available",
        ["time_travel"] = claim.IsUntold ? "pending" : "can_rebuild_state_at_any_version",
    };

    private static JsonObject EventNode((long Version, PresentedEvent Is) happened) => new()
    {
        ["event_id"] = happened.Is.EventId,
        ["type"] = happened.Is.Type,
        ["version"] = happened.Version,
        ["timestamp"] = happened.Is.At,
        ["data"] = JsonNodes.Of(happened.Is.Data),
    };

    private static JsonObject VectorNode() => new(Vector.Select(entry => KeyValuePair.Create(entry.Component, (JsonNode?)entry.Word)));
}
