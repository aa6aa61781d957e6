using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's document of an event-sourced aggregate (Part II, Pattern 4), with the stored bytes from which a stranger computes it.</summary>
internal static class AggregateDocument
{
    private const string Untold = "untold";

    private static GuaranteeVector Promised { get; } =
        new("Append_only", "Eventual_projection", "Optimistic", "Immutable_events", "Per_aggregate", "No_coordination");

    /// <param name="type">Its type.</param>
    /// <param name="id">Its id.</param>
    /// <param name="appends">From the first one on.</param>
    /// <param name="through">The version that it shows, in the last of them.</param>
    public static JsonObject Of<TState, TCommand, TEvent>(
        AggregateType<TState, TCommand, TEvent> type, string id, IReadOnlyList<StoredAppend> appends, long through)
        where TCommand : notnull where TEvent : class
    {
        var isWhole = StoredAppend.AreLinked(StreamHead.Empty, appends);
        var state = StateOf(type, appends, through);
        return new JsonObject
        {
            ["event_sourced_aggregate"] = new JsonObject
            {
                ["aggregate_type"] = type.Name,
                ["aggregate_id"] = id,
                ["event_stream"] = JsonNodes.List(appends.SelectMany(HappenedEvent.AllOf).TakeWhile(happened => happened.Version <= through).Select(EventNode)),
                ["current_state"] = state.With("version", through),
                ["evidence_properties"] = new JsonObject
                {
                    ["atomicity"] = appends.All(append => append.Count == 1) ? "per_event_append" : "per_append_of_events",
                    ["consistency"] = state.ContainsKey(Untold) ? Guarantees.Pending : "state_derived_from_events",
                    ["isolation"] = "optimistic_concurrency_with_version",
                    ["durability"] = isWhole ? "events_never_deleted" : Guarantees.Violated,
                    ["auditability"] = isWhole ? "complete_history_available" : Guarantees.Violated,
                    ["time_travel"] = state.ContainsKey(Untold) ? Guarantees.Pending : "can_rebuild_state_at_any_version",
                },
            },
            ["guarantees"] = new JsonObject
            {
                ["promised"] = JsonNodes.Of(Promised),
                ["achieved"] = JsonNodes.Of(isWhole ? Promised : Promised with { Atomicity = Guarantees.Violated, Durability = Guarantees.Violated }),
            },
            ["chain"] = JsonNodes.List(appends.Select(EvidenceEnvelope.ChainNode)),
            ["head"] = JsonNodes.Of(appends[^1].Head),
        };
    }

    /// <summary>The version that a document shows.</summary>
    public static long? VersionOf(JsonObject? document) => document?["event_sourced_aggregate"]!["current_state"]!["version"]!.GetValue<long>();

    private static JsonObject EventNode(HappenedEvent happened) => new()
    {
        ["event_id"] = happened.EventId,
        ["type"] = happened.Type,
        ["version"] = happened.Version,
        ["timestamp"] = Stamp.Text(happened.Timestamp),
        ["data"] = JsonNodes.Of(happened.Data),
    };

    /// <summary>An event that is not known here hides the state and nothing else: it is kept in evidence.</summary>
    private static JsonObject StateOf<TState, TCommand, TEvent>(
        AggregateType<TState, TCommand, TEvent> type, IReadOnlyList<StoredAppend> appends, long through) where TCommand : notnull where TEvent : class
    {
        try
        {
            var state = appends.Aggregate(type.Decider.Initial, (known, append) =>
                type.Fold(known, append.Version, StoredEvent.AllOf(append).Take((int)Math.Min(append.Count, through - append.Version + 1))));
            return JsonNodes.Of(state) as JsonObject ?? [];
        }
        catch (UnknownEventException unknown)
        {
            return new JsonObject { [Untold] = unknown.Message };
        }
    }
}
