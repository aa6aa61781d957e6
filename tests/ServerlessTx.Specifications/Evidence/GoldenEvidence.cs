using System.Text.Json;

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
        "two_phase_commit abort_stuck", "two_phase_commit nobody_prepared", "two_phase_commit not_prepared", "two_phase_commit not_flushed",
        "two_phase_commit other_checks", "two_phase_commit bare", "two_phase_commit on_azurite",
        "tcc confirmed", "tcc deadline", "tcc cancelled", "tcc by_hand", "tcc nothing_reserved", "tcc partly_reported", "tcc running", "tcc stuck", "tcc cancel_heuristic",
    ];

    public static TheoryData<string> Files
    {
        get
        {
            foreach (var name in Kept)
                GoldenDocument.Keep(PathOf(FileOf(name)), () => Documents.Of(name));
            return [.. Directory.GetFiles(Repository.TestData("Golden"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Stored_bytes_of_an_earlier_version_still_say_what_they_said(string file)
    {
        var golden = GoldenDocument.Read(PathOf(file));
        GoldenDocument.AssertSays(KeptDocument.ToldAgain(golden), golden);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_verifier_accepts_what_an_earlier_version_handed_out(string file) => GoldenDocument.AssertHolds(PathOf(file));

    [Fact]
    public void Every_outcome_that_is_to_be_kept_is_kept() =>
        Assert.All(Kept, name => GoldenDocument.Read(PathOf(FileOf(name))));

    [Fact]
    public async Task A_record_and_fields_of_a_later_version_are_shown_and_change_nothing()
    {
        List<StoredAppend> appends = [.. GoldenDocument.AppendsOf(Documents.Of("saga completed")["chain"])];
        var last = System.Text.Encoding.UTF8.GetString(appends[^1].Payload.Span);
        var later = """[{"type":"witnessed","witness":"somebody","at":"2026-01-15T10:00:01.000Z"},""" + last[1..].Replace("{", "{\"hue\":1,", StringComparison.Ordinal);
        appends[^1] = appends[^1] with { Count = appends[^1].Count + 1, Payload = System.Text.Encoding.UTF8.GetBytes(later) };

        var document = await EvidenceDocument.BuildAsync(appends, EvidenceView.Pattern, (_, _) => Task.FromResult<JsonElement?>(null));

        Assert.Equal("completed", (string?)document["saga_outcome"]);
        Assert.Equal($$"""[{"version":{{appends[^1].Version}},"type":"witnessed"}]""", document["unknown_records"]!.ToJsonString());
    }

    private static string PathOf(string file) => Repository.TestData($"Golden/{file}.json");

    private static string FileOf(string name) => $"{Version}-{name.Replace(' ', '-')}";
}
