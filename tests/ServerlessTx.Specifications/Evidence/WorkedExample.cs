using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>The worked example of <c>docs/evidence.md</c> is the output of a run.</summary>
public sealed class WorkedExample
{
    private const string Begin = "<!-- worked example -->\n";
    private const string End = "<!-- end of worked example -->";

    [Fact]
    public void The_worked_example_is_what_a_run_yields()
    {
        var docs = File.ReadAllText(Repository.EvidenceDocs);
        var start = docs.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = docs.IndexOf(End, StringComparison.Ordinal);
        var text = Text();
        if (Repository.IsUpdating)
            File.WriteAllText(Repository.EvidenceDocs, docs[..start] + text + docs[end..]);
        else
            Assert.Equal(text, docs[start..end]);
    }

    private static string Text()
    {
        var document = new EvidenceRun(Define).Document();
        var text = new StringBuilder();
        foreach (var append in document["chain"]!.AsArray())
        {
            text.Append($"\nAppend at version {append!["version"]}, {append["count"]} records. Stored bytes:\n\n```json\n");
            text.Append(Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)append["payload"]!)));
            text.Append($"\n```\n\n```text\nprevious_hash  {append["previous_hash"]}\nhash           {append["hash"]}\n```\n");
        }

        var definition = WireJson.ToElement(Define(new Script(new VirtualTime())).Definition with { Fingerprint = null });
        text.Append("\nThe definition in its canonical form, whose SHA-256 is the `fingerprint` above:\n\n```json\n");
        text.Append(Encoding.UTF8.GetString(CanonicalJson.Write(definition))).Append("\n```\n");
        text.Append("\nThe document that these bytes yield, without its `chain`:\n\n```json\n");
        document.Remove("chain");
        text.Append(Readable(document)).Append("\n```\n\n");
        return text.ToString();
    }

    private static string Readable(JsonNode document) =>
        document.ToJsonString(new System.Text.Json.JsonSerializerOptions(WireJson.Tolerant) { WriteIndented = true, NewLine = "\n" });

    private static Workflow Define(Script script) => Saga
        .For<Order>("seat_reservation", 1)
        .Step<Receipt>("seat_service", "reserve_seat", async call => await script.PlayAsync(call) is Behaviour.Answering ? new Receipt("12A") : Refusal.Because("taken"));
}
