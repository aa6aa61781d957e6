using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>The document of a group: what is said of it, of one that its chain does not yield, and of what is no stream of a group.</summary>
public sealed class ModeDocuments
{
    [Fact]
    public void An_honest_group_is_no_alarm_and_is_named_with_its_head()
    {
        var report = EvidenceVerifier.Verify(ModeStream.Honest().Document());
        Assert.Equal((VerificationOutcome.Holds, "pay", 13L, 13L), (report.Outcome, report.Workflow, report.Records, report.Head!.Version));
        Assert.Equal(
            [.. Rulebook.Chain.Select(rule => rule.Name), "head_is_the_end", .. ModeRulebook.All.Select(rule => rule.Name)],
            report.Findings.Select(finding => finding.Rule));
        Assert.Equal((null, null, null), (report.TransactionId, report.Pattern, report.End));
    }

    [Fact]
    public void A_document_that_its_chain_does_not_yield_is_broken() => Assert.Equal(
        ["modes_are_what_the_chain_yields, $.mode_transitions[0].lasted_sec: 1 stands there, the chain yields 180"],
        Breaches(Honest().Replaced("\"lasted_sec\":180", "\"lasted_sec\":1")));

    [Fact]
    public void A_stream_in_which_no_group_is_declared_is_broken_and_yields_no_document()
    {
        var honest = JsonNode.Parse(ModeStream.Honest().Document())!;
        honest["chain"] = Chain(new ModeStream().Withdrawn("three").Appends());
        honest["head"] = JsonNodes.Of(new ModeStream().Withdrawn("three").Appends()[^1].Head);
        var breaches = Breaches(honest.ToJsonString());
        Assert.Equal("a_group_is_declared_first, record 1: the first record does not say what the group is", breaches[0]);
        Assert.StartsWith("modes_are_what_the_chain_yields, $: no document can be computed from these records: ", breaches[1], StringComparison.Ordinal);
        Assert.Equal(2, breaches.Count);
    }

    [Fact]
    public void Behind_a_broken_chain_no_rule_of_groups_is_judged()
    {
        var report = Verify(Honest().Replaced("\"count\":1,", "\"count\":2,"));
        Assert.Equal((VerificationOutcome.Broken, null, 0L, null), (report.Outcome, report.Workflow, report.Records, report.Head));
        Assert.Equal(
            ModeRulebook.All.Select(rule => rule.Name),
            report.Findings.Where(finding => finding.State is FindingState.NotJudged).Select(finding => finding.Rule));
    }

    [Fact]
    public void A_head_that_was_kept_is_extended_or_is_another_history()
    {
        var kept = ModeStream.Honest().Cut(6).Appends()[^1].Head;
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(ModeStream.Honest().Document(), kept).Outcome);
        Assert.Equal(
            ["kept_head_is_extended, record 5: the chain ends here, but a head at version 6 was kept: records are missing"],
            EvidenceVerifier.Verify(ModeStream.Honest().Cut(5).Document(), kept).Breaches());
        Assert.Equal(
            ["kept_head_is_extended, record 6: the head that was kept does not stand here: this is another history than the one it was taken from"],
            EvidenceVerifier.Verify(ModeStream.Honest().Cut(5).Promised("three", 4, -40).Back().Document(), kept).Breaches());
    }

    [Fact]
    public void A_head_of_another_stream_is_not_the_end_and_one_that_is_taken_away_is_missed()
    {
        var document = JsonNode.Parse(ModeStream.Honest().Document())!;
        document["head"]!["version"] = 12;
        Assert.Equal("head_is_the_end, $.head: it is not the end of the chain", Breaches(document.ToJsonString())[0]);
        document.AsObject().Remove("head");
        Assert.Equal(["modes_are_what_the_chain_yields, $.head: the chain yields it, and it is missing"], Breaches(document.ToJsonString()));
    }

    /// <summary>Each of them behind three honest records.</summary>
    [Theory]
    [InlineData("""[{"type":"paused","at":"2026-01-15T10:03:00.000Z"}]""", "Record 4, 'paused', is a kind of record that this verifier does not know: use a newer one.")]
    [InlineData("""[{"type":"switched","from":"strict","to":"degraded","trigger":"operator","findings":[null],"away":["accounts"],"by":"o","reason":"r","at":"2026-01-15T10:03:00.000Z"}]""",
        "A record is not of the kind that it says: Object reference not set to an instance of an object.")]
    public void What_this_verifier_does_not_know_it_neither_passes_nor_blames(string payload, string reason)
    {
        var report = Verify(Behind(ModeStream.Honest().Cut(3), payload));
        Assert.Equal((VerificationOutcome.Unreadable, reason), (report.Outcome, report.Reason));
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("[]", "it holds no record")]
    [InlineData("{}", "its bytes are no array of records: An append holds a JSON array of records.")]
    [InlineData("[1]", "its bytes are no array of records: A record is a JSON object with a string 'type'.")]
    [InlineData("""[{"type":1}]""", "its bytes are no array of records: A record is a JSON object with a string 'type'.")]
    public void What_is_no_record_is_a_fault_of_its_append(string payload, string fault) => Assert.Contains(
        $"payloads_are_records, record 4, $.chain[3].payload: {fault}", Breaches(Behind(ModeStream.Honest().Cut(3), payload)));

    [Fact]
    public void A_record_with_a_null_or_a_word_that_is_none_is_a_fault_of_its_append()
    {
        Assert.StartsWith("payloads_are_records, record 4, $.chain[3].payload: its bytes are no array of records: ", First("""[{"type":"withdrawn","operation":null,"at":"2026-01-15T10:03:00.000Z"}]"""), StringComparison.Ordinal);
        Assert.StartsWith("payloads_are_records, record 4, $.chain[3].payload: its bytes are no array of records: ",
            First("""[{"type":"switched","from":"strict","to":1,"trigger":"operator","findings":[],"away":["accounts"],"by":"o","reason":"r","at":"2026-01-15T10:03:00.000Z"}]"""), StringComparison.Ordinal);

        static string First(string payload) => Breaches(Behind(ModeStream.Honest().Cut(3), payload))[0];
    }

    [Fact]
    public async Task The_command_says_how_far_a_group_has_come_and_what_is_broken()
    {
        using var honest = new TemporaryFile(ModeStream.Honest().Document());
        var run = await CommandRun.OfAsync("verify", honest.Path);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("HOLDS. Group pay has come to version 13, and every rule holds.\n13 records, head 13:", run.Output, StringComparison.Ordinal);

        using var forged = new TemporaryFile(ModeStream.Honest().Heard("accounts", 99).Document());
        run = await CommandRun.OfAsync("verify", forged.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("BROKEN. Group pay: 1 rule does not hold.\n14 records, head 14:", run.Output, StringComparison.Ordinal);
        Assert.Contains("        record 14: accounts cannot have acknowledged mode 99 now\n", run.Output, StringComparison.Ordinal);

        using var broken = new TemporaryFile(Encoding.UTF8.GetBytes(Honest().Replaced("\"count\":1,", "\"count\":2,")));
        Assert.StartsWith("BROKEN. This document: ", (await CommandRun.OfAsync("verify", broken.Path)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_switch_has_every_key_of_the_source()
    {
        var first = JsonElement.Parse(ModeStream.Honest().Document()).GetProperty("mode_transitions")[0];
        Assert.Equal(
            """
            "strict_acid_to_saga"
            "database_partition_detected"
            {"accounts":"unavailable","ledger":"available","partition_duration_sec":180}
            ["switch_to_saga_pattern","accept_eventual_consistency","enable_compensation_workflows","buffer_operations_for_later_reconciliation"]
            {"atomicity":"strong → eventual","availability":"low → high","latency":"100ms → seconds","consistency":"immediate → eventual"}
            {"buffered":2,"applied":0,"refused":0,"withdrawn":0}
            180
            """,
            string.Join('\n', new[]
            {
                first.GetProperty("transition"), first.GetProperty("trigger"), first.GetProperty("evidence").GetProperty("database_connectivity"),
                first.GetProperty("actions"), first.GetProperty("guarantees_changed"), first.GetProperty("operations"), first.GetProperty("lasted_sec"),
            }.Select(value => value.GetRawText())));
    }

    private static string Honest() => Encoding.UTF8.GetString(ModeStream.Honest().Document());

    private static string Behind(ModeStream stream, string payload)
    {
        var document = JsonNode.Parse(stream.Document())!;
        var head = stream.Appends()[^1].Head;
        var append = new StoredAppend(head.Version + 1, JsonElement.Parse(payload) is { ValueKind: JsonValueKind.Array } records ? records.GetArrayLength() : 1, Encoding.UTF8.GetBytes(payload), head.Hash);
        document["chain"] = Chain([.. stream.Appends(), append]);
        document["head"] = JsonNodes.Of(append.Head);
        return document.ToJsonString();
    }

    private static JsonArray Chain(IEnumerable<StoredAppend> appends) => JsonNodes.List(appends.Select(EvidenceEnvelope.ChainNode));

    private static VerificationReport Verify(string document) => EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(document));

    private static IReadOnlyList<string> Breaches(string document) => Verify(document).Breaches();
}
