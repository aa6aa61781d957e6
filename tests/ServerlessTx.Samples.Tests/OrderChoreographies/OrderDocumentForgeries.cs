using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static ServerlessTx.Samples.Tests.ForgedOrder;

namespace ServerlessTx.Samples.Tests;

/// <summary>What is presented of a run: what of it can be read at all, its chains, their heads, and what they yield.</summary>
public sealed class OrderDocumentForgeries
{
    private static readonly string[] ChainRules =
        ["dense_versions", "payloads_are_records", "counts_are_true", "appends_are_linked", "hashes_are_of_the_bytes", "head_is_the_end"];

    [Fact]
    public void An_honest_document_is_judged_by_every_rule_in_the_order_of_the_docs()
    {
        var story = OrderRuns.Of(Order.Completed);
        var report = Verify(Document(Order.Completed), story.Streams[Cashier][^1].Head);
        Assert.Equal([.. ChainRules, "kept_head_is_extended", .. ChoreographyRulebook.All.Select(rule => rule.Name)], report.Findings.Select(finding => finding.Rule));
        Assert.All(report.Findings, finding => Assert.Equal(FindingState.Holds, finding.State));
        Assert.Equal((VerificationOutcome.Holds, null), (report.Outcome, report.Reason));
        Assert.Equal(
            (story.Began.SagaId, "order_fulfillment", Pattern.Saga, TransactionStatus.Completed, 7, story.Streams[Owner][^1].Head),
            (report.TransactionId, report.Workflow, report.Pattern, report.End, report.Records, report.Head));
    }

    /// <summary>An expiry at the deadline itself, a report at the end of the allowance itself, undos of nothing and behind others.</summary>
    [Fact]
    public void Nothing_is_wrong_with_any_honest_order_in_either_form() => Assert.All(Enum.GetValues<Order>(), order =>
        Assert.All(Enum.GetValues<EvidenceView>(), view => Assert.Equal("", ForgedOrder.Of(order, _ => { }).Breaches(view))));

    [Theory]
    [InlineData("{\"chains\":[")]
    [InlineData("{\"chains\":[]}}")]
    [InlineData("{\"chains\":[1,]}")]
    public void What_is_no_JSON_is_unreadable_and_nothing_worse(string document) =>
        Assert.StartsWith("This is no JSON: ", ReasonOf(Encoding.UTF8.GetBytes(document)), StringComparison.Ordinal);

    [Fact]
    public void A_document_of_which_any_part_is_cut_off_is_unreadable_and_nothing_worse()
    {
        var whole = Bytes(Document(Order.Begun));
        for (var length = 0; length < whole.Length; length += 7)
            Assert.Equal(VerificationOutcome.Unreadable, EvidenceVerifier.Verify(whole.AsMemory(0, length)).Outcome);
    }

    [Fact]
    public void Half_a_character_in_a_name_is_unreadable_and_says_so() => Assert.Equal(
        "This is no JSON text: it is no UTF-8, or a string in it holds half a character.",
        ReasonOf(Encoding.UTF8.GetBytes(Document(Order.Begun).ToJsonString().Replace("\"service\":\"order_service\"", "\"service\":\"\\ud800\"", StringComparison.Ordinal))));

    [Fact]
    public void A_document_behind_a_byte_order_mark_is_read() =>
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify((byte[])[.. "\uFEFF"u8, .. Bytes(Document(Order.Completed))]).Outcome);

    [Theory]
    [InlineData("\"chains\":[],", "This is no evidence document: '$.chains' stands in it twice.")]
    [InlineData("\"chain\":[],", "'$.chain' is no array of appends, or an empty one: there is nothing to verify.")]
    public void A_document_that_two_readers_could_take_for_two_is_unreadable(string member, string why) =>
        Assert.Equal(why, ReasonOf(Encoding.UTF8.GetBytes(Document(Order.Begun).ToJsonString().Insert(1, member))));

    [Fact]
    public void A_service_that_stands_there_twice_is_unreadable()
    {
        var twice = Document(Order.Completed);
        twice["chains"]!.AsArray().Add(twice["chains"]![1]!.DeepClone());
        Assert.Equal("A service stands in '$.chains' twice.", ReasonOf(Bytes(twice)));
    }

    [Fact]
    public void Without_its_owners_chain_a_run_has_no_beginning()
    {
        var without = Document(Order.Completed);
        without["chains"]!.AsArray().RemoveAt(0);
        Assert.Equal("No service has recorded the beginning: the owner's chain is missing.", ReasonOf(Bytes(without)));
    }

    [Fact]
    public void Of_records_of_later_versions_the_first_is_named() => Assert.Equal(
        "Record 1 of payment_service, 'dreamt', is a kind of record that this verifier does not know: use a newer one.",
        ReasonOf(Bytes(Spliced(Order.Completed, Cashier, "\"type\":\"reacted\"", "\"type\":\"dreamt\"", Warehouse))));

    [Theory]
    [InlineData("\"outcome\":\"done\"", "\"outcome\":\"perhaps\"", "The JSON value could not be converted")]
    [InlineData("\"operation\":\"charge_payment\"", "\"operation\":null", "The property")]
    public void A_record_that_is_not_of_the_kind_that_it_says_is_unreadable(string there, string forged, string why) => Assert.StartsWith(
        $"A record is not of the kind that it says: {why}",
        ReasonOf(Bytes(Spliced(Order.Completed, Cashier, there, forged))), StringComparison.Ordinal);

    [Fact]
    public void An_edit_that_was_not_rehashed_is_named_with_its_service_and_its_records_are_judged_by_nothing()
    {
        var edited = Document(Order.Completed);
        edited["chains"]![1]!["chain"]![0]!["payload"] = edited["chains"]![2]!["chain"]![0]!["payload"]!.GetValue<string>();
        var report = Verify(edited);
        Assert.Equal(VerificationOutcome.Broken, report.Outcome);
        Assert.Equal(
            "hashes_are_of_the_bytes: record 1, $.chains[1].chain[0].hash: payment_service: its hash is not the SHA-256 of the previous hash and its bytes", BreachesOf(report));
        Assert.Equal(
            [.. ChoreographyRulebook.All.Select(rule => rule.Name)],
            report.Findings.Where(finding => finding.State is FindingState.NotJudged).Select(finding => finding.Rule));
    }

    [Fact]
    public void A_head_that_is_not_the_end_of_its_chain_is_named_with_its_service()
    {
        var forged = Document(Order.Short);
        forged["chains"]![1]!["head"] = forged["chains"]![0]!["head"]!.DeepClone();
        Assert.Equal("head_is_the_end: $.chains[1].head: payment_service: it is not the end of the chain", BreachesOf(Verify(forged)));
        forged["chains"]![1]!["head"] = 7;
        Assert.Equal("head_is_the_end: $.chains[1].head: payment_service: it is no {version, hash}", BreachesOf(Verify(forged)));
    }

    [Fact]
    public void A_head_that_is_missing_is_missed_by_the_document_and_by_no_chain()
    {
        var without = Document(Order.Short);
        without["chains"]![1]!.AsObject().Remove("head");
        Assert.Equal("document_is_what_its_chains_yield: $.chains[1].head: the chain yields it, and it is missing", BreachesOf(Verify(without)));
    }

    [Fact]
    public void A_head_that_was_kept_and_stands_in_none_of_the_chains_is_missed()
    {
        var kept = OrderRuns.Of(Order.Short).Streams[Cashier][^1].Head;
        Assert.Equal("", BreachesOf(Verify(Document(Order.Short), kept)));
        Assert.Equal(
            "kept_head_is_extended: $.chains: the head at version 2 that was kept stands in none of them", BreachesOf(Verify(Document(Order.Completed), kept)));
    }

    [Fact]
    public void A_refusal_that_says_nothing_readable_yields_no_document() => Assert.StartsWith(
        "document_is_what_its_chains_yield: $: no document can be computed from these records: The requested operation requires an element of type 'Object'",
        BreachesOf(Verify(Spliced(Order.Short, Warehouse, "{\"reason\":\"insufficient_inventory\"}", "\"insufficient_inventory\""))), StringComparison.Ordinal);

    [Fact]
    public void What_a_service_says_in_any_language_is_shown_as_it_says_it()
    {
        var document = Document(Order.Revived);
        var revived = ForgedOrder.Of(Order.Revived, run => run.Change<PutBack>(Cashier, back => back with { Why = "Größe geändert 直した" }));
        var told = ChoreographyDocument.Of(revived.Story, EvidenceView.Pattern);
        Assert.Equal("", BreachesOf(Verify(told)));
        told["put_back"]![0]!["why"] = document["put_back"]![0]!["why"]!.GetValue<string>();
        Assert.Equal(
            "document_is_what_its_chains_yield: $.put_back[0].why: \"It is mended.\" stands there, the chain yields \"Größe geändert 直した\"", BreachesOf(Verify(told)));
    }

    /// <summary>In the document a result stands deeper than in its record, and what nobody asked for may stand deeper still.</summary>
    [Fact]
    public void Results_of_any_depth_that_can_be_stored_are_read()
    {
        var deepest = JsonSerializer.Deserialize<JsonElement>($"{{\"nested\":{new string('[', 60)}{new string(']', 60)}}}");
        var deep = ChoreographyDocument.Of(
            ForgedOrder.Of(Order.Completed, run => run.Change(Cashier, "charge_payment", charged => charged with { Payload = deepest })).Story, EvidenceView.Pattern);
        Assert.Equal("", BreachesOf(Verify(deep)));
        deep["chains"]![0]!["chain"]![0]!["more"] = JsonNode.Parse(new string('[', 200) + new string(']', 200), documentOptions: new() { MaxDepth = 256 });
        Assert.Equal("document_is_what_its_chains_yield: $.chains[0].chain[0].more: it stands there, and the chain does not yield it", BreachesOf(Verify(deep)));
    }

    private static JsonObject Document(Order order) => ChoreographyDocument.Of(OrderRuns.Of(order), EvidenceView.Pattern);

    private static VerificationReport Verify(JsonNode document, StreamHead? kept = null) => EvidenceVerifier.Verify(Bytes(document), kept);

    private static string ReasonOf(byte[] document)
    {
        var report = EvidenceVerifier.Verify(document);
        Assert.Equal(VerificationOutcome.Unreadable, report.Outcome);
        Assert.Empty(report.Findings);
        return report.Reason!;
    }

    /// <summary>A document in which the stored text of services' first appends is another, and rehashed; the rest of it is as it was.</summary>
    private static JsonObject Spliced(Order order, string service, string there, string forged, params string[] others)
    {
        var document = Document(order);
        foreach (var chain in document["chains"]!.AsArray().Where(chain => others.Append(service).Contains(chain!["service"]!.GetValue<string>())))
        {
            var honest = OrderRuns.Of(order).Streams[chain!["service"]!.GetValue<string>()][0];
            var text = Encoding.UTF8.GetString(honest.Payload.Span);
            Assert.Contains(there, text, StringComparison.Ordinal);
            var append = new StoredAppend(1, honest.Count, Encoding.UTF8.GetBytes(text.Replace(there, forged, StringComparison.Ordinal)), ChainHash.Zero);
            chain["chain"] = new JsonArray(EvidenceEnvelope.ChainNode(append));
            chain["head"] = JsonNodes.Of(append.Head);
        }

        return document;
    }
}
