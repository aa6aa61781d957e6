using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>
/// Evidence outlives code. Each file under <c>Golden/</c> is an evidence document as an earlier version handed it out, its stored bytes included;
/// from those bytes this version must still derive everything that the file says. It may say more.
/// <para>
/// A new file: add an outcome to <see cref="Kept"/> (or put a document fetched from a host into the folder), run these tests once with
/// <c>UPDATE_EVIDENCE=1</c>, and commit it. A file is never changed afterwards: a test that fails here has found streams that users
/// cannot read any more.
/// </para>
/// </summary>
public sealed class GoldenEvidence
{
    /// <summary>The version that wrote the files, and what each holds.</summary>
    private const string Version = "0.1";

    private static readonly string[] Kept =
    [
        "saga completed", "saga compensated", "saga unknown", "saga late", "saga pivot_refused", "saga stuck", "saga waited", "saga expired", "saga parent_undone", "saga parent_refused", "saga child",
        "saga late_refusal", "saga by_hand", "saga retried", "saga running", "saga degraded", "saga scheduled", "saga scheduled_cancelled",
        "saga_execution compensated", "saga_execution running", "saga_execution stuck",
        "ride completed", "ride failed", "data_sync_saga completed", "data_sync_saga heuristic", "data_sync_saga refused", "data_sync_saga by_hand",
        "two_phase_commit committed", "two_phase_commit voted_no", "two_phase_commit heuristic", "two_phase_commit taken_over",
        "two_phase_commit unknown", "two_phase_commit cancelled", "two_phase_commit deadline", "two_phase_commit stuck", "two_phase_commit by_hand",
        "two_phase_commit running", "two_phase_commit silent", "two_phase_commit unasked", "two_phase_commit scheduled_cancelled", "two_phase_commit strict",
        "two_phase_commit abort_stuck", "two_phase_commit nobody_prepared", "two_phase_commit not_prepared",
        "two_phase_commit other_checks", "two_phase_commit bare", "two_phase_commit on_azurite",
        "tcc confirmed", "tcc deadline", "tcc cancelled", "tcc by_hand", "tcc nothing_reserved", "tcc partly_reported", "tcc running", "tcc stuck", "tcc cancel_heuristic",
    ];

    public static TheoryData<string> Files
    {
        get
        {
            if (Repository.IsUpdating)
                WriteNew();
            return [.. Directory.GetFiles(Repository.TestData("Golden"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Stored_bytes_of_an_earlier_version_still_say_what_they_said(string file)
    {
        var golden = JsonNode.Parse(await File.ReadAllTextAsync(Repository.TestData($"Golden/{file}.json")))!.AsObject();
        AssertSays(KeptDocument.ToldAgain(golden), golden, "$");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_verifier_accepts_what_an_earlier_version_handed_out(string file)
    {
        var report = EvidenceVerifier.Verify(await File.ReadAllBytesAsync(Repository.TestData($"Golden/{file}.json")));
        Assert.True(report.Outcome is VerificationOutcome.Holds, $"{report.Reason}{string.Join('\n', report.Broken.SelectMany(finding => finding.Breaches))}");
    }

    [Fact]
    public void Every_outcome_that_is_to_be_kept_is_kept() =>
        Assert.All(Kept, name => Assert.True(File.Exists(Repository.TestData($"Golden/{FileOf(name)}.json")), $"Run once with UPDATE_EVIDENCE=1 to keep '{name}'."));

    [Fact]
    public async Task A_record_and_fields_of_a_later_version_are_shown_and_change_nothing()
    {
        var appends = KeptDocument.AppendsOf(Documents.Of("saga completed"));
        var last = System.Text.Encoding.UTF8.GetString(appends[^1].Payload.Span);
        var later = """[{"type":"witnessed","witness":"somebody","at":"2026-01-15T10:00:01.000Z"},""" + last[1..].Replace("{", "{\"hue\":1,", StringComparison.Ordinal);
        appends[^1] = appends[^1] with { Count = appends[^1].Count + 1, Payload = System.Text.Encoding.UTF8.GetBytes(later) };

        var document = await EvidenceDocument.BuildAsync(appends, EvidenceView.Pattern, (_, _) => Task.FromResult<JsonElement?>(null));

        Assert.Equal("completed", (string?)document["saga_outcome"]);
        Assert.Equal($$"""[{"version":{{appends[^1].Version}},"type":"witnessed"}]""", document["unknown_records"]!.ToJsonString());
    }

    /// <summary>Everything that was said is said; keys may have been added.</summary>
    private static void AssertSays(JsonNode? now, JsonNode? then, string path)
    {
        switch (then)
        {
            case JsonObject fields:
                foreach (var field in fields)
                    AssertSays(now is JsonObject known && known.ContainsKey(field.Key) ? known[field.Key] : "(nothing)", field.Value, $"{path}.{field.Key}");
                break;
            case JsonArray items:
                Assert.True(now is JsonArray same && same.Count == items.Count, $"{path} has another number of items.");
                for (var i = 0; i < items.Count; i++)
                    AssertSays(now![i], items[i], $"{path}[{i}]");
                break;
            default:
                Assert.True(JsonNode.DeepEquals(now, then), $"{path} was {then?.ToJsonString() ?? "null"} and is {now?.ToJsonString() ?? "null"}.");
                break;
        }
    }

    private static void WriteNew()
    {
        foreach (var name in Kept.Where(name => !File.Exists(Repository.TestData($"Golden/{FileOf(name)}.json"))))
            File.WriteAllText(Repository.TestData($"Golden/{FileOf(name)}.json"), Readable(Documents.Of(name)) + "\n");
    }

    private static string Readable(JsonNode document) => document.ToJsonString(new JsonSerializerOptions(WireJson.Tolerant) { WriteIndented = true });

    private static string FileOf(string name) => $"{Version}-{name.Replace(' ', '-')}";
}
