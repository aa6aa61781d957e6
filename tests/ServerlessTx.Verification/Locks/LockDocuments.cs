using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using static ServerlessTx.Verification.LockHistories;

namespace ServerlessTx.Verification;

/// <summary>The document of a lock: what is said of it, of one that its chain does not yield, and of what is no history of a lock.</summary>
public sealed class LockDocuments
{
    private const string Yields = "lock_document_is_what_its_chain_yields, ";
    private const string AnotherHistory = "kept_head_is_extended, record 7: the head that was kept does not stand here: this is another history than the one it was taken from";

    [Fact]
    public void An_honest_lock_is_named_with_its_head_and_every_rule_is_judged()
    {
        var report = Verify(Forged(_ => { }, before: 7));
        Assert.Equal((VerificationOutcome.Holds, Stock, 5L, 12L), (report.Outcome, report.Lock, report.Records, report.Head!.Version));
        Assert.Equal([.. Rulebook.Chain.Select(rule => rule.Name), "head_is_the_end", .. LockRulebook.All.Select(rule => rule.Name)], report.Findings.Select(finding => finding.Rule));
        Assert.Equal((null, null, null), (report.TransactionId, report.Workflow, report.Aggregate));
    }

    [Theory]
    [InlineData("lock_token", "4", "$.lock_history.lock_token: 4 stands there, the chain yields 3")]
    [InlineData("lock_token", "3.0000000000000000000000000000000000001", "$.lock_history.lock_token: 3.0000000000000000000000000000000000001 stands there, the chain yields 3")]
    [InlineData("lock_token", "3e99999999999", "$.lock_history.lock_token: 3e99999999999 stands there, the chain yields 3")]
    [InlineData("lock_holder", "\"dora\"", "$.lock_history.lock_holder: \"dora\" stands there, the chain yields \"cleo\"")]
    [InlineData("lock_holder", null, "$.lock_history.lock_holder: the chain yields it, and it is missing")]
    [InlineData("fence", "1", "$.lock_history.fence: it stands there, and the chain does not yield it")]
    [InlineData("events", "[]", "$.lock_history.events: it has 0 items, the chain yields 5")]
    public void A_document_that_its_chain_does_not_yield_is_broken(string member, string? json, string breach)
    {
        var document = Forged(_ => { });
        document["lock_history"]!.AsObject().With(member, json is null ? null : JsonNode.Parse(json));
        Assert.Equal([Yields + breach], Verify(document).Breaches());
    }

    [Fact]
    public void A_lock_that_nobody_holds_has_no_holder()
    {
        var document = Forged(events => events.RemoveAt(4));
        document["lock_history"]!["lock_holder"] = "bob";
        Assert.Equal([Yields + "$.lock_history.lock_holder: it stands there, and the chain does not yield it"], Verify(document).Breaches());
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"resource\":7}")]
    public void A_document_that_says_nothing_of_the_lock_is_broken(string said)
    {
        var document = Forged(_ => { });
        document["lock_history"] = JsonNode.Parse(said);
        var report = Verify(document);
        Assert.Null(report.Lock);
        Assert.Equal(Enumerable.Range(1, 5), report.Broken.First().Breaches.Select(breach => (int)breach.Version!));
        Assert.All(report.Broken.First().Breaches, breach => Assert.Equal("it is of the lock of 'stock'", breach.What));
    }

    [Theory]
    [InlineData("type", null)]
    [InlineData("type", "\"lock_stolen\"")]
    [InlineData("resource", null)]
    [InlineData("lock_holder", null)]
    [InlineData("lock_holder", "7")]
    [InlineData("lock_token", null)]
    [InlineData("lock_token", "\"2\"")]
    [InlineData("lock_token", "2.5")]
    [InlineData("lock_token", "20000000000000000000")]
    [InlineData("at", null)]
    [InlineData("at", "\"yesterday\"")]
    [InlineData("at", "\"2026-01-15T10:02:00Z\"")]
    public void What_is_no_event_is_a_fault_of_its_append(string member, string? json)
    {
        var report = Verify(Forged(events => events[2].With(member, json is null ? null : JsonNode.Parse(json))));
        Assert.Equal(["payloads_are_records, record 3, $.chain[2].payload: an event in it lacks its type, its resource, its token, its holder or its stamp"], report.Breaches());
        Assert.Equal(LockRulebook.All.Select(rule => rule.Name), report.Findings.Where(finding => finding.State is FindingState.NotJudged).Select(finding => finding.Rule));
        Assert.Equal((null, 0L, null), (report.Lock, report.Records, report.Head));
    }

    [Theory]
    [InlineData("[]", "it holds no event")]
    [InlineData("[EVENT,{}]", "an event in it lacks its type, its resource, its token, its holder or its stamp")]
    public void What_holds_no_event_or_more_than_events_is_a_fault_of_its_append(string payload, string fault)
    {
        var document = Forged(_ => { });
        var honest = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(document["chain"]![2]!["payload"]!.GetValue<string>()));
        document["chain"]![2]!["payload"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.Replace("EVENT", honest[1..^1], StringComparison.Ordinal)));
        Assert.Contains($"payloads_are_records, record 3, $.chain[2].payload: {fault}", Verify(document).Breaches());
    }

    [Fact]
    public void What_is_deeper_than_a_document_can_be_is_broken_and_no_failure()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 253)) + string.Concat(Enumerable.Repeat("]", 253));
        var append = new StoredAppend(
            1, 1, Encoding.UTF8.GetBytes($$"""[{"type":"lock_acquired","resource":"stock","lock_token":1,"lock_holder":"ann","at":"2026-01-15T10:02:00.000Z","why":{{deep}}}]"""), ChainHash.Zero);
        var document = Forged(_ => { });
        document["chain"] = new JsonArray(EvidenceEnvelope.ChainNode(append));
        document["head"] = JsonNodes.Of(append.Head);
        Assert.StartsWith(Yields + "$: no document can be computed from these records: ", Assert.Single(Verify(document).Breaches()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "8", "dense_versions, record 9, $.chain[1].version: version 9 stands where version 10 belongs")]
    [InlineData("version", "1", "dense_versions, record 9, $.chain[1].version: version 9 stands where version 2 belongs")]
    [InlineData("version", "0", "dense_versions, record 0, $.chain[0].version: version 0 stands where version 1 belongs")]
    [InlineData("previous_hash", "\"AB\"", "dense_versions, record 8, $.chain[0].version: version 8 stands where version 1 belongs")]
    [InlineData("previous_hash", null, "dense_versions, record 8, $.chain[0].version: version 8 stands where version 1 belongs")]
    [InlineData("previous_hash", "\"ABCDEF0000000000000000000000000000000000000000000000000000000000\"", "dense_versions, record 8, $.chain[0].version: version 8 stands where version 1 belongs")]
    public void The_kept_part_begins_behind_a_version_on_a_hash_or_at_the_first(string member, string? json, string breach)
    {
        var document = Forged(_ => { }, before: 7);
        document["chain"]![0]!.AsObject().With(member, json is null ? null : JsonNode.Parse(json));
        if (member == "version" && json == "8")
            document["chain"]![0]!["version"] = 9;
        Assert.Contains(breach, Verify(document).Breaches());
    }

    [Fact]
    public void A_history_of_its_first_act_begins_on_the_hash_of_nothing()
    {
        var document = Forged(_ => { }, before: 7);
        document["chain"]![0]!["version"] = 1;
        Assert.Contains("appends_are_linked, record 1, $.chain[0].previous_hash: the first append does not begin with the hash of nothing", Verify(document).Breaches());
    }

    [Fact]
    public void A_head_that_was_kept_is_extended_or_is_another_history_or_is_too_old_to_say()
    {
        var document = Forged(_ => { }, before: 7);
        Assert.Equal(VerificationOutcome.Holds, Verify(document, Gone(7)).Outcome);
        Assert.Equal(VerificationOutcome.Holds, Verify(document, Verify(document).Head).Outcome);
        Assert.Equal([AnotherHistory], Verify(document, new StreamHead(7, ChainHash.Zero)).Breaches());
        Assert.Equal([AnotherHistory.Replace('7', '8')], Verify(document, new StreamHead(8, ChainHash.Zero)).Breaches());
        Assert.Equal(["kept_head_is_extended, record 12: the chain ends here, but a head at version 13 was kept: records are missing"], Verify(document, new StreamHead(13, ChainHash.Zero)).Breaches());

        var tooOld = Verify(document, Gone(6));
        Assert.Equal((VerificationOutcome.Unreadable, "record 8: the kept part of the history begins here, behind the head that was kept: keep a newer one"), (tooOld.Outcome, tooOld.Reason));
        Assert.Equal("kept_head_is_extended", Assert.Single(tooOld.Findings, finding => finding.State is FindingState.NotJudged).Rule);
        Assert.Equal("head_is_the_end", Assert.Single(tooOld.Findings, finding => finding.Rule.StartsWith("head_", StringComparison.Ordinal)).Rule);
    }

    [Fact]
    public void A_head_of_another_history_is_not_the_end()
    {
        var document = Forged(_ => { });
        document["head"]!["version"] = 4;
        Assert.Equal("head_is_the_end, $.head: it is not the end of the chain", Verify(document).Breaches()[0]);
        document["head"] = 5;
        Assert.Equal("head_is_the_end, $.head: it is no {version, hash}", Verify(document).Breaches()[0]);
        document.Remove("head");
        Assert.Equal([Yields + "$.head: the chain yields it, and it is missing"], Verify(document).Breaches());
    }

    [Fact]
    public async Task The_command_says_what_it_found()
    {
        using var honest = new TemporaryFile(Short());
        var run = await CommandRun.OfAsync("verify", honest.Path);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("HOLDS. The lock of stock: every rule holds in the events that are kept.\n5 events, head 5:", run.Output, StringComparison.Ordinal);

        using var forged = new TemporaryFile(Bytes(Forged(events => events.RemoveAt(1))));
        run = await CommandRun.OfAsync("verify", forged.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("BROKEN. The lock of stock: 1 rule does not hold.\n4 events, head 4:", run.Output, StringComparison.Ordinal);
        Assert.Contains("        record 2 (lock_acquired): 'ann' held it under token 1 and had neither released it nor lost it\n", run.Output, StringComparison.Ordinal);

        run = await CommandRun.OfAsync("verify", honest.Path, "--head", $"6:{ChainHash.Zero}");
        Assert.Equal(1, run.ExitCode);
    }

    private static VerificationReport Verify(JsonObject document, StreamHead? kept = null) => EvidenceVerifier.Verify(Bytes(document), kept);
}
