using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>A document that was handed out, and what this code says of the bytes that stand in it.</summary>
internal static class KeptDocument
{
    /// <summary>The same document, told again from its stored bytes and from nothing else.</summary>
    public static JsonObject ToldAgain(JsonObject document)
    {
        var large = document["large_answers"]?.AsObject();
        return EvidenceDocument.BuildAsync(
            GoldenDocument.AppendsOf(document["chain"]), ViewOf(document), (_, hash) => Task.FromResult(large?[hash] is { } known ? WireJson.ToElement(known) : (JsonElement?)null)).Result;
    }

    private static EvidenceView ViewOf(JsonObject document) =>
        document.ContainsKey("saga_execution") ? EvidenceView.Events
        : document.ContainsKey(RideForm.Name) ? EvidenceView.Steps
        : document.ContainsKey(DataSyncForm.Name) ? EvidenceView.Sync
        : EvidenceView.Pattern;
}
