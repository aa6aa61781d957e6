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
        ["guarantees_changed"] = ChangedBy(episode.Began),
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
        (Mode.Strict, _) => $"{(story.Declaration.Strict.Pattern is Pattern.Tcc ? "tcc" : "strict_acid")}_to_saga",
        (Mode.Degraded, _) => "saga_to_failing_back",
        (_, Mode.Degraded) => "failing_back_to_saga",
        _ => $"failing_back_to_{(story.Declaration.Strict.Pattern is Pattern.Tcc ? "tcc" : "strict_acid")}",
    };

    private static JsonObject Connectivity(ModeSwitched switched)
    {
        var node = new JsonObject();
        foreach (var finding in switched.Findings)
            node[finding.Side] = finding.Available ? "available" : "unavailable";
        var away = switched.Findings.Where(finding => !finding.Available).ToList();
        return node.With("partition_duration_sec", away.Count == 0 ? null : Seconds(switched.At - away.Min(finding => finding.Since)));
    }

    /// <summary>The source's four, of which buffering is one only where somebody is away.</summary>
    private static string[] ActionsOf(ModeStory story, ModeSwitched switched) => switched.To switch
    {
        Mode.Degraded => ["switch_to_saga_pattern", "accept_eventual_consistency", "enable_compensation_workflows", "buffer_operations_for_later_reconciliation"],
        Mode.FailingBack => ["stop_admitting_transactions", "reconcile_buffered_operations", "wait_for_transactions_under_way"],
        _ => [$"switch_to_{JsonNodes.Of(story.Declaration.Strict.Pattern)!.GetValue<string>()}_pattern", "admit_transactions"],
    };

    private static JsonObject ChangedBy(ModeSwitched switched) => switched.To switch
    {
        Mode.Degraded => Changed(switched.From is Mode.Strict
            ? [("atomicity", "strong → eventual"), ("availability", "low → high"), ("latency", "100ms → seconds"), ("consistency", "immediate → eventual")]
            : [("availability", "none → high")]),
        Mode.FailingBack => Changed([("availability", "high → none")]),
        _ => Changed([("atomicity", "eventual → strong"), ("availability", "none → low"), ("latency", "seconds → 100ms"), ("consistency", "eventual → immediate")]),
    };

    private static JsonObject Changed(IEnumerable<(string Guarantee, string Change)> changes) =>
        new(changes.Select(change => KeyValuePair.Create(change.Guarantee, (JsonNode?)change.Change)));

    private static JsonValue Seconds(TimeSpan span) => JsonValue.Create(Math.Round((decimal)span.TotalMilliseconds / 1000, 3));
}
