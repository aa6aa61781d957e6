using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>What every document says, whatever its pattern's form: guarantees, decisions, whatever went otherwise, and the stored bytes.</summary>
internal static class EvidenceEnvelope
{
    public static void Add(JsonObject document, TransactionStory story, JsonObject large)
    {
        document["status"] = story.Status.Word();
        document["storage"] = story.Started.Storage;
        document["deadline"] = Stamp.Text(story.Started.Deadline);
        document.With("mode", story.Started.Mode is { } mode ? JsonNodes.Of(mode) : null);
        document.With("starts_at", story.Started.StartsAt is { } start ? Stamp.Text(start) : null);
        document["guarantees"] = JsonNodes.Of(story.Guarantees);
        document["heuristic"] = story.Heuristic;
        AddWhereAny(document, "heuristic_outcomes", story.All<Answered>().Where(answered => answered.Verdict is Verdict.Heuristic).Select(HeuristicNode));
        document["decisions"] = JsonNodes.List(story.Recorded.Where(recorded => recorded.Record is Decided).Select(DecisionNode));
        WaitNodes.Add(document, story);
        document.With("parent", story.Started.Parent is { } parent ? JsonNodes.Of(parent) : null);
        AddWhereAny(document, "children", ChildStory.Of(story).Select(child => JsonNodes.Of(child)!));
        AddWhereAny(document, "late_answers", story.All<Late>().Select(late => LateNode(story, late.Answer)));
        AddWhereAny(document, "concluded_by_hand", story.All<Answered>().Where(answered => answered.ByHand is not null).Select(ByHandNode));
        AddWhereAny(document, "retries_requested", story.All<RetryRequested>().Select(retry => new JsonObject { ["by"] = retry.By, ["reason"] = retry.Reason, ["at"] = Stamp.Text(retry.At) }));
        AddWhereAny(document, "stuck", story.All<Stuck>().Select(StuckNode));
        AddWhereAny(document, "takeovers", story.All<TakenOver>().Select(takeover => new JsonObject { ["by"] = takeover.By, ["at"] = Stamp.Text(takeover.At) }));
        AddWhereAny(document, "unknown_records", story.Recorded.Where(recorded => recorded.Record is UnknownRecord)
            .Select(recorded => UnknownNode(recorded.Version, ((UnknownRecord)recorded.Record).Type)));
        document["chain"] = JsonNodes.List(story.Appends.Select(ChainNode));
        if (large.Count > 0)
            document["large_answers"] = large;
        document["head"] = JsonNodes.Of(story.Head);
    }

    public static void AddWhereAny(JsonObject document, string key, IEnumerable<JsonNode> nodes)
    {
        if (JsonNodes.List(nodes) is { Count: > 0 } some)
            document[key] = some;
    }

    private static JsonObject DecisionNode(Recorded recorded)
    {
        var decided = (Decided)recorded.Record;
        var node = new JsonObject
        {
            ["version"] = recorded.Version,
            ["slot"] = JsonNodes.Of(decided.Slot),
            ["decision"] = JsonNodes.Of(decided.Decision),
        };
        return node
            .With("reason", decided.Reason)
            .With("by", decided.By)
            .With("at", Stamp.Text(decided.At))
            .With("hash", recorded.Append.ToString());
    }

    private static JsonObject HeuristicNode(Answered answered) => new()
    {
        ["branch"] = answered.Branch,
        ["phase"] = answered.Phase.Word(),
        ["what_happened"] = answered.Reason,
        ["at"] = Stamp.Text(answered.At),
    };

    private static JsonObject LateNode(TransactionStory story, Answered answered)
    {
        var node = new JsonObject
        {
            ["branch"] = answered.Branch,
            ["phase"] = answered.Phase.Word(),
            ["verdict"] = JsonNodes.Of(answered.Verdict),
        };
        return node
            .With("reason", answered.Reason)
            .With("result", story.ResultOf(answered) is { } result ? JsonNodes.Of(result) : null)
            .With("at", Stamp.Text(answered.At));
    }

    private static JsonObject ByHandNode(Answered answered)
    {
        var node = new JsonObject
        {
            ["branch"] = answered.Branch,
            ["phase"] = answered.Phase.Word(),
            ["verdict"] = JsonNodes.Of(answered.Verdict),
        };
        return node
            .With("what_happened", answered.Reason)
            .With("by", answered.ByHand!.By)
            .With("why", answered.ByHand.Why)
            .With("barrier", JsonNodes.Of(answered.ByHand.Barrier))
            .With("at", Stamp.Text(answered.At));
    }

    private static JsonObject StuckNode(Stuck stuck) => new()
    {
        ["silent"] = JsonNodes.List(stuck.Silent),
        ["attempts"] = stuck.Attempts,
        ["at"] = Stamp.Text(stuck.At),
    };

    public static JsonObject UnknownNode(long version, string type) => new()
    {
        ["version"] = version,
        ["type"] = type,
    };

    public static JsonObject ChainNode(StoredAppend append) => new()
    {
        ["version"] = append.Version,
        ["count"] = append.Count,
        ["payload"] = Base64Url.EncodeToString(append.Payload.Span),
        ["previous_hash"] = append.PreviousHash.ToString(),
        ["hash"] = append.Hash.ToString(),
    };
}
