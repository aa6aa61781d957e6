using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessTx.Samples;

namespace ServerlessTx.Verification;

/// <summary>The document of an aggregate: what is said of it, of one that its chain does not yield, and of what is no stream of an aggregate.</summary>
public sealed class AggregateDocuments
{
    private const string ButTheState = "all_but_the_state_is_what_its_chain_yields, ";

    [Fact]
    public void What_is_written_here_by_hand_is_what_the_accounts_own_code_serves() => Assert.All(Enumerable.Range(1, 8), version => Assert.True(JsonNode.DeepEquals(
        AggregateDocument.Of(Account.Type, "account_12345", AccountStream.Honest().Cut(version).Appends(), version), AccountStream.Honest().Cut(version).Document())));

    [Fact]
    public void An_honest_account_is_named_with_its_head_and_every_rule_is_judged()
    {
        var report = Verify(Honest());
        Assert.Equal((VerificationOutcome.Holds, "BankAccount:account_12345", 8L, 8L), (report.Outcome, report.Aggregate, report.Records, report.Head!.Version));
        Assert.Equal(
            [.. Rulebook.Chain.Select(rule => rule.Name), "head_is_the_end", .. AggregateRulebook.All.Select(rule => rule.Name)],
            report.Findings.Select(finding => finding.Rule));
        Assert.Equal((null, null, null), (report.TransactionId, report.Workflow, report.Lock));
    }

    [Fact]
    public void Of_something_else_only_the_rules_of_every_aggregate_are_judged() => Assert.Equal(
        ["stream_is_of_the_aggregate", "event_ids_are_unique", "events_are_stamped_in_order", "state_is_of_the_last_append", "all_but_the_state_is_what_its_chain_yields"],
        EvidenceVerifier.Verify(AccountStream.Honest().OfAnotherType().Bytes()).Findings.Where(finding => finding.Level is not VerificationLevel.Chain).Select(finding => finding.Rule));

    [Theory]
    [InlineData("type", "\"InterestPaid\"", "record 2 (InterestPaid): 'InterestPaid' (version 1) is an event that this verifier does not know: use a newer one")]
    [InlineData("type_version", "2", "record 2 (MoneyDeposited): 'MoneyDeposited' (version 2) is an event that this verifier does not know: use a newer one")]
    [InlineData("type_version", "\"1\"", "record 2 (MoneyDeposited): 'MoneyDeposited' (version 0) is an event that this verifier does not know: use a newer one")]
    [InlineData("type_version", "1.5", "record 2 (MoneyDeposited): 'MoneyDeposited' (version 0) is an event that this verifier does not know: use a newer one")]
    [InlineData("type_version", null, "record 2 (MoneyDeposited): 'MoneyDeposited' (version 0) is an event that this verifier does not know: use a newer one")]
    public void An_event_that_is_not_known_is_neither_passed_nor_blamed(string member, string? json, string reason)
    {
        var report = EvidenceVerifier.Verify(AccountStream.Honest().Cut(4).Change(2, member, json).Bytes());
        Assert.Equal((VerificationOutcome.Unreadable, reason), (report.Outcome, report.Reason));
        Assert.DoesNotContain(report.Findings, finding => finding.Rule is "account_rules_are_kept" or "account_adds_up");
        Assert.Equal("account_events_are_known", Assert.Single(report.Findings, finding => finding.State is FindingState.NotJudged).Rule);
        // What is broken all the same is.
        report = EvidenceVerifier.Verify(AccountStream.Honest().Cut(4).Change(2, member, json).Change(3, "event_id", "\"evt_1\"").Bytes());
        Assert.Equal((VerificationOutcome.Broken, null), (report.Outcome, report.Reason));
    }

    [Theory]
    [InlineData("\"atomicity\":\"per_event_append\"", "\"atomicity\":\"per_append_of_events\"", "$.event_sourced_aggregate.evidence_properties.atomicity: \"per_append_of_events\" stands there, the chain yields \"per_event_append\"")]
    [InlineData("\"consistency\":\"state_derived_from_events\"", "\"consistency\":\"pending\"", "$.event_sourced_aggregate.evidence_properties.consistency: \"pending\" stands there, the chain yields \"state_derived_from_events\"")]
    [InlineData("\"amount\":500.50", "\"amount\":500.5000000000000000000000000000001", "$.event_sourced_aggregate.event_stream[1].data.amount: 500.5000000000000000000000000000001 stands there, the chain yields 500.50")]
    [InlineData("\"amount\":500.50", "\"amount\":5e99999999999", "$.event_sourced_aggregate.event_stream[1].data.amount: 5e99999999999 stands there, the chain yields 500.50")]
    [InlineData("\"Gehalt für März\"", "\"Mai\"", "$.event_sourced_aggregate.event_stream[1].data.source: \"Mai\" stands there, the chain yields \"Gehalt für März\"")]
    [InlineData("\"version\":8,\"timestamp\"", "\"version\":8,\"seal\":1,\"timestamp\"", "$.event_sourced_aggregate.event_stream[7].seal: it stands there, and the chain does not yield it")]
    public void A_document_that_its_chain_does_not_yield_is_broken(string honest, string forged, string breach) =>
        Assert.Equal([ButTheState + breach], Verify(Honest().Replaced(honest, forged)).Breaches());

    [Fact]
    public void A_member_of_the_state_that_stands_there_twice_is_broken_whichever_is_true()
    {
        const string State = "$.event_sourced_aggregate.current_state.balance: ";
        Assert.Equal(
            [ButTheState + State + "1000000 stands there, the chain yields 0.00", ButTheState + State + "it stands there, and the chain does not yield it"],
            Verify(Honest().Replaced("\"balance\":", "\"balance\":1000000,\"balance\":")).Breaches());
    }

    [Fact]
    public void What_is_deeper_than_a_document_can_be_is_broken_and_no_failure()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 253)) + string.Concat(Enumerable.Repeat("]", 253));
        var appends = AccountStream.Honest().OfAnotherType().Appends();
        var document = AccountStream.Honest().OfAnotherType().Says("version", "9").Document();
        var payload = Encoding.UTF8.GetBytes($$"""[{"type":"Deep","type_version":1,"event_id":"evt_9","at":"2026-01-15T10:09:00.000Z","data":{{deep}}}]""");
        var append = new StoredAppend(9, 1, payload, appends[^1].Hash);
        document["chain"] = JsonNodes.List(appends.Append(append).Select(EvidenceEnvelope.ChainNode));
        document["head"] = JsonNodes.Of(append.Head);
        Assert.Contains(Verify(document.ToJsonString()).Breaches(), breach => breach.StartsWith(ButTheState + "$: no document can be computed from these records: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_head_that_was_kept_is_extended_or_is_another_history()
    {
        var kept = AccountStream.Honest().Cut(4).Appends()[^1].Head;
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(AccountStream.Honest().Bytes(), kept).Outcome);
        Assert.Equal(
            ["kept_head_is_extended, record 3: the chain ends here, but a head at version 4 was kept: records are missing"],
            EvidenceVerifier.Verify(AccountStream.Honest().Cut(3).Bytes(), kept).Breaches());
        Assert.Equal(
            ["kept_head_is_extended, record 4: the head that was kept does not stand here: this is another history than the one it was taken from"],
            EvidenceVerifier.Verify(AccountStream.Honest().Change(2, "event_id", "\"evt_x\"").Bytes(), kept).Breaches());
    }

    [Fact]
    public void A_head_of_another_history_is_not_the_end()
    {
        var document = AccountStream.Honest().Document();
        document["head"]!["version"] = 7;
        Assert.Equal("head_is_the_end, $.head: it is not the end of the chain", Verify(document.ToJsonString()).Breaches()[0]);
        document.Remove("head");
        Assert.Equal([ButTheState + "$.head: the chain yields it, and it is missing"], Verify(document.ToJsonString()).Breaches());
    }

    [Fact]
    public void Behind_a_broken_chain_no_rule_of_aggregates_is_judged()
    {
        var report = Verify(Honest().Replaced("\"count\":1,", "\"count\":2,"));
        Assert.Equal((VerificationOutcome.Broken, null, 0L, null), (report.Outcome, report.Aggregate, report.Records, report.Head));
        Assert.Equal(
            AggregateRulebook.All.Select(rule => rule.Name),
            report.Findings.Where(finding => finding.State is FindingState.NotJudged).Select(finding => finding.Rule));
    }

    [Theory]
    [InlineData("type", null)]
    [InlineData("type", "7")]
    [InlineData("event_id", null)]
    [InlineData("event_id", "7")]
    [InlineData("at", null)]
    [InlineData("at", "\"2026-01-15\"")]
    [InlineData("at", "\"2026-01-15T10:02:00.000+01:00\"")]
    [InlineData("data", null)]
    public void What_is_no_event_is_a_fault_of_its_append(string member, string? json) => Assert.Contains(
        "payloads_are_records, record 2, $.chain[1].payload: an event in it lacks its type, its id, its stamp or its data",
        EvidenceVerifier.Verify(AccountStream.Honest().Change(2, member, json).Bytes()).Breaches());

    [Fact]
    public void What_is_no_event_is_a_fault_of_its_append_beside_one_that_is() => Assert.Contains(
        "payloads_are_records, record 7, $.chain[6].payload: an event in it lacks its type, its id, its stamp or its data",
        EvidenceVerifier.Verify(AccountStream.Honest().Together(2).Change(8, "at", null).Bytes()).Breaches());

    [Theory]
    [InlineData("[]", "it holds no event")]
    [InlineData("{}", "its bytes are no array of events: ")]
    public void What_is_no_list_of_events_is_a_fault_of_its_append(string payload, string fault)
    {
        var document = AccountStream.Honest().Document();
        document["chain"]![1]!["payload"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        Assert.Contains(Verify(document.ToJsonString()).Breaches(), breach => breach.StartsWith($"payloads_are_records, record 2, $.chain[1].payload: {fault}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"aggregate_type\":7,\"aggregate_id\":null,\"current_state\":[]}")]
    public void A_document_that_says_nothing_of_the_aggregate_is_broken(string said)
    {
        var document = AccountStream.Honest().Document();
        document["event_sourced_aggregate"] = JsonNode.Parse(said);
        var breaches = Verify(document.ToJsonString()).Breaches();
        Assert.Equal("stream_is_of_the_aggregate, record 1 (AccountOpened): it begins the stream 'BankAccount:account_12345', and the document is about the  ''", breaches[0]);
        Assert.Equal("state_is_of_the_last_append, $.event_sourced_aggregate.current_state.version: the state is of version none, and the last append holds 8 to 8", breaches[1]);
    }

    [Fact]
    public async Task The_command_says_what_is_broken()
    {
        using var forged = new TemporaryFile(AccountStream.Honest().Cut(4).Says("balance", "1500.51").Bytes());
        var run = await CommandRun.OfAsync("verify", forged.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("BROKEN. Aggregate BankAccount:account_12345: 1 rule does not hold.\n4 events, head 4:", run.Output, StringComparison.Ordinal);
        Assert.Contains("        $.event_sourced_aggregate.current_state.balance: 1500.51 stands there, and its events make 1500.50\n", run.Output, StringComparison.Ordinal);
    }

    private static string Honest() => Encoding.UTF8.GetString(AccountStream.Honest().Bytes());

    private static VerificationReport Verify(string document) => EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(document));
}
