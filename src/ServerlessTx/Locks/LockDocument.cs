using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The history of a lock as a document that a stranger can check: what happened, and the stored bytes that say so.</summary>
internal static class LockDocument
{
    /// <returns>Nothing when nothing has happened to it, or its row was purged.</returns>
    public static JsonObject? Of(LockState state)
    {
        var appends = state.History.Stored().ToList();
        if (appends.Count == 0)
            return null;
        var history = new JsonObject { ["resource"] = state.Resource, ["lock_token"] = state.Token };
        if (state.Owner is { } holder)
            history["lock_holder"] = holder;
        history["events"] = JsonNodes.List(appends.SelectMany(append => JsonNode.Parse(append.Payload.Span)!.AsArray().Select(happened => happened!.DeepClone())));
        return new JsonObject
        {
            ["lock_history"] = history,
            ["chain"] = JsonNodes.List(appends.Select(EvidenceEnvelope.ChainNode)),
            ["head"] = JsonNodes.Of(appends[^1].Head),
        };
    }
}
