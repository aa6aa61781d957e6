using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>An honest document in the hands of somebody who edits it.</summary>
internal static class Edited
{
    /// <param name="scenario">Whose document.</param>
    /// <param name="edit">What is done to it.</param>
    /// <param name="says">All that is said of it, breach by breach; nothing where it still holds.</param>
    public static void AssertSays(string scenario, Action<JsonObject> edit, string says)
    {
        var document = JsonNode.Parse(Played.Of(scenario).Document)!.AsObject();
        edit(document);
        var report = Verify(document);
        Assert.Equal((says.Length == 0 ? VerificationOutcome.Holds : VerificationOutcome.Broken, says), (report.Outcome, string.Join('\n', report.Breaches())));
    }

    public static VerificationReport Verify(JsonNode document) => EvidenceVerifier.Verify(JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Tolerant));
}
