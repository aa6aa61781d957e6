using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>One switch in the source's words: transition, trigger, evidence, actions, guarantees changed; and what it came to.</summary>
internal static class TransitionNode
{
    public static JsonObject Of(ModeStory story, ModeEpisode episode) => new JsonObject
    {
        ["transition"] = NameOf(story, episode.Began),
        ["from"] = JsonNodes.Of(episode.Began.From),
        ["to"] = JsonNodes.Of(episode.Began.To),
        ["mode_version"] = episode.Version,
        ["trigger"] = JsonNodes.Of(episode.Began.Trigger),
        ["evidence"] = new JsonObject
        {
            ["database_connectivity"] = Connectivity(episode.Began),
            ["findings"] = JsonNodes.Of(episode.Began.Findings),
        },
        ["actions"] = JsonNodes.List(ActionsOf(story, episode.Began)),
        ["guarantees_changed"] = ChangedBy(story, episode.Began),
        ["operations"] = new JsonObject
        {
            ["buffered"] = episode.Count<OperationBuffered>(),
            ["applied"] = episode.Count<OperationApplied>(),
            ["refused"] = episode.Count<OperationRefused>(),
            ["withdrawn"] = episode.Count<OperationWithdrawn>(),
        },
        ["at"] = Stamp.Text(episode.Began.At),
    }
        .With("by", episode.Began.By)
        .With("reason", episode.Began.Reason)
        .With("ended_at", episode.EndedAt is { } ended ? Stamp.Text(ended) : null)
        .With("lasted_sec", episode.EndedAt is { } end ? Seconds(end - episode.Began.At) : null);

    private static string NameOf(ModeStory story, ModeSwitched switched) => (switched.From, switched.To) switch
    {
        (Mode.Strict, _) => $"{(IsTcc(story) ? "tcc" : "strict_acid")}_to_saga",
        (Mode.Degraded, _) => "saga_to_failing_back",
        (_, Mode.Degraded) => "failing_back_to_saga",
        _ => $"failing_back_to_{(IsTcc(story) ? "tcc" : "strict_acid")}",
    };

    /// <summary>What calls and probes say. Of a side that an operator's order speaks of, and that nobody has called, nothing is known.</summary>
    private static JsonObject Connectivity(ModeSwitched switched)
    {
        var node = new JsonObject();
        var seen = switched.Findings.Where(finding => finding.Probes > 0).ToList();
        foreach (var finding in seen)
            node[finding.Side] = finding.Available ? "available" : "unavailable";
        var away = seen.Where(finding => !finding.Available).ToList();
        return node.With("partition_duration_sec", away.Count == 0 ? null : Seconds(switched.At - away.Min(finding => finding.Since)));
    }

    /// <summary>The source's four, of which buffering is one only where somebody is away.</summary>
    private static string[] ActionsOf(ModeStory story, ModeSwitched switched) => switched.To switch
    {
        Mode.Degraded => ["switch_to_saga_pattern", "accept_eventual_consistency", "enable_compensation_workflows", "buffer_operations_for_later_reconciliation"],
        Mode.FailingBack => ["stop_admitting_transactions", "reconcile_buffered_operations", "wait_for_transactions_under_way"],
        _ => [$"switch_to_{JsonNodes.Of(story.Declaration.Strict.Pattern)!.GetValue<string>()}_pattern", "admit_transactions"],
    };

    private static JsonObject ChangedBy(ModeStory story, ModeSwitched switched)
    {
        // The source's matrix of modes (Part III).
        var (availability, latency) = IsTcc(story) ? ("medium", "50ms") : ("low", "100ms");
        return switched.To switch
        {
            Mode.Degraded => Changed(switched.From is Mode.Strict
                ? [("atomicity", "strong → eventual"), ("availability", $"{availability} → high"), ("latency", $"{latency} → seconds"), ("consistency", "immediate → eventual")]
                : [("availability", "none → high")]),
            Mode.FailingBack => Changed([("availability", "high → none")]),
            _ => Changed([("atomicity", "eventual → strong"), ("availability", $"none → {availability}"), ("latency", $"seconds → {latency}"), ("consistency", "eventual → immediate")]),
        };
    }

    private static bool IsTcc(ModeStory story) => story.Declaration.Strict.Pattern is Pattern.Tcc;

    private static JsonObject Changed(IEnumerable<(string Guarantee, string Change)> changes) =>
        new(changes.Select(change => KeyValuePair.Create(change.Guarantee, (JsonNode?)change.Change)));

    private static JsonValue Seconds(TimeSpan span) => JsonValue.Create(Math.Round((decimal)span.TotalMilliseconds / 1000, 3));
}
