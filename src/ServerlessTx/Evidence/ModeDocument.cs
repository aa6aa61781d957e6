using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's document of mode transitions (Part III), with the stored bytes from which a stranger computes it.</summary>
internal static class ModeDocument
{
    public static JsonObject Of(IReadOnlyList<StoredAppend> appends)
    {
        var story = new ModeStory(appends);
        var document = new JsonObject
        {
            ["mode_transitions"] = JsonNodes.List(story.Episodes.Select(episode => TransitionNode.Of(story, episode))),
            ["group"] = story.Declaration.Group,
            ["mode"] = JsonNodes.Of(story.State.Mode),
            ["mode_version"] = story.State.Version,
            ["declaration"] = JsonNodes.Of(story.Declaration),
            ["acknowledged"] = JsonNodes.List(story.All<ModeAcknowledged>().Select(told => new JsonObject
            {
                ["side"] = told.Is.Side,
                ["mode_version"] = told.Is.ModeVersion,
                ["at"] = Stamp.Text(told.Is.At),
            })),
            ["escrow"] = JsonNodes.Of(ModeView.Of(story.State).Escrow),
            ["operations"] = JsonNodes.List(story.All<OperationBuffered>().Select(buffered => OperationNode(story, buffered))),
            ["conflicts"] = JsonNodes.Of(ModeView.Of(story.State).Conflicts),
        };
        EvidenceEnvelope.AddWhereAny(document, "unknown_records", story.All<UnknownModeRecord>()
            .Select(unknown => EvidenceEnvelope.UnknownNode(unknown.Version, unknown.Is.Type)));
        document["chain"] = JsonNodes.List(appends.Select(EvidenceEnvelope.ChainNode));
        document["head"] = JsonNodes.Of(story.State.Head);
        return document;
    }

    private static JsonObject OperationNode(ModeStory story, (long Version, OperationBuffered Is) buffered)
    {
        var end = story.EndOf(buffered.Is.Operation);
        return new JsonObject
        {
            ["operation"] = buffered.Is.Operation,
            ["side"] = buffered.Is.Side,
            ["transaction_id"] = buffered.Is.TransactionId,
            ["version"] = buffered.Version,
            ["mode_version"] = buffered.Is.ModeVersion,
            ["movements"] = JsonNodes.Of(buffered.Is.Movements),
            ["buffered_at"] = Stamp.Text(buffered.Is.At),
            ["status"] = StatusOf(story, buffered.Is.Operation, end),
        }
            .With("receipt", (end as OperationApplied)?.Receipt)
            .With("reason", (end as OperationRefused)?.Reason)
            .With("by", (end as OperationRefused)?.By)
            .With("reversed", end is OperationRefused refused ? JsonNodes.List(refused.Reversed) : null)
            .With("ended_at", end is null ? null : Stamp.Text(end.At));
    }

    private static string StatusOf(ModeStory story, string operation, ModeRecord? end) => end switch
    {
        null => story.State.Find(operation)?.Conflict is null ? "waiting" : "conflict",
        var ended => ModeCodec.NameOf(ended),
    };
}
