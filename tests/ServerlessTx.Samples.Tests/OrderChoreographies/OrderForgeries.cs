using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessTx.Samples.Tests;

/// <summary>Edited, rehashed and invented runs are caught by the rule that they break.</summary>
public sealed class OrderForgeries
{
    private const string Payments = "payment_service";
    private const string Owner = "order_service";

    /// <summary>A rule, whose stream is forged, and how. Each is rehashed, and the document is what the forged chains yield.</summary>
    private static readonly Dictionary<string, (string Rule, string Service, Func<HopRecord, HopRecord?> Forge)> Rehashed = new()
    {
        ["an undo without its do"] = ("each_undo_has_its_do", Payments, hop => hop is Reacted { Operation: "charge_payment" } charged
            ? charged with { Outcome = HopOutcome.Refused, Says = "PaymentDeclined", Payload = null } : hop),
        ["a do that says it was nothing"] = ("each_undo_has_its_do", Payments, hop => hop is Reacted { Operation: "refund_payment" } refunded
            ? refunded with { Outcome = HopOutcome.NothingToUndo, Says = null, SaysId = null, Payload = null } : hop),
        ["a refund that was left out"] = ("settled_when_all_have_answered", Payments, hop => hop is Reacted { Operation: "refund_payment" } ? null : hop),
        ["a charge that was left out"] = ("every_hop_has_its_cause", Payments, hop => hop is Reacted { Operation: "charge_payment" } ? null : hop),
        ["another event than was published"] = ("every_hop_has_its_cause", "inventory_service", hop => hop is Reacted reacted
            ? reacted with { EventId = reacted.EventId!.Replace(Payments, Owner, StringComparison.Ordinal) } : hop),
        ["an answer before its question"] = ("every_hop_has_its_cause", Payments, hop => hop is Reacted reacted ? reacted with { At = reacted.At.AddHours(-1) } : hop),
        ["an operation that nobody has"] = ("reactions_are_defined", Payments, hop => hop is Reacted { Operation: "charge_payment" } charged
            ? charged with { Operation = "charge_twice" } : hop),
        ["an event that does not belong"] = ("reactions_are_defined", Payments, hop => hop is Reacted { Operation: "charge_payment" } charged
            ? charged with { Says = "OrderShipped" } : hop),
        ["an end that was not reached"] = ("settled_when_all_have_answered", Owner, hop => hop is Settled settled
            ? settled with { Status = TransactionStatus.Completed } : hop),
        ["another deadline"] = ("who_reacts_to_what_is_pinned", Owner, hop => hop is Began began ? began with { Deadline = began.Deadline.AddDays(1) } : hop),
        ["another definition"] = ("who_reacts_to_what_is_pinned", Owner, hop => hop is Began began
            ? began with { Definition = began.Definition with { Reactions = [.. began.Definition.Reactions.Where(reaction => reaction.Operation != "refund_payment")] } } : hop),
        ["a promise that it cannot keep"] = ("hops_promise_what_they_can", Owner, hop => hop is Began began
            ? began with { Promised = began.Promised with { Isolation = "Serializable" } } : hop),
        ["a silence that was none"] = ("silence_is_named_truly", Owner, hop => hop is Settled settled
            ? new FellSilent { Missing = [new(Payments, "OrderCreated", "none", settled.At)], At = settled.At } : hop),
        ["something put back that was not dead"] = ("only_the_dead_are_put_back", Payments, hop => hop is Reacted { Operation: "refund_payment" } refunded
            ? new PutBack { Event = refunded.Event!, EventId = refunded.EventId!, By = "ann", Why = "it was mended", At = refunded.At } : hop),
        ["an expiry before the deadline"] = ("expired_only_when_passed", Owner, hop => hop is Reacted { Operation: "cancel_order" } cancelled
            ? cancelled with { Operation = "expire_order", Event = null, EventId = null, Says = "OrderExpired" } : hop),
        ["a beginning that comes later"] = ("a_run_begins_once", Owner, hop => hop is Reacted { Operation: "create_order" } created
            ? created with { Outcome = HopOutcome.TurnedBackBefore, Says = null, SaysId = null } : hop),
    };

    public static TheoryData<string> Names => [.. Rehashed.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rehashed_forgery_breaks_its_rule(string name)
    {
        var (rule, service, forge) = Rehashed[name];
        var streams = Honest.Streams.ToDictionary(stream => stream.Key, stream => stream.Key == service ? Forged(stream.Value, forge) : stream.Value);
        AssertBroken(rule, Document(new ChoreographyStory(streams)));
    }

    [Fact]
    public void An_event_that_is_met_twice_is_caught()
    {
        var streams = Honest.Streams.ToDictionary();
        var own = streams["inventory_service"];
        var again = HopCodec.AllOf("inventory_service", own[0]).Single().Record;
        streams["inventory_service"] = [.. own, HopCodec.Seal(own[^1].Head, again)];
        AssertBroken("an_event_is_met_once", Document(new ChoreographyStory(streams)));
    }

    [Fact]
    public void Something_done_behind_an_undo_is_caught()
    {
        var streams = Honest.Streams.ToDictionary();
        var own = streams[Payments];
        var charged = (Reacted)HopCodec.AllOf(Payments, own[0]).Single().Record;
        streams[Payments] = [.. own, HopCodec.Seal(own[^1].Head, charged with { At = own[^1].Head.Version == 2 ? charged.At.AddHours(1) : charged.At })];
        AssertBroken("nothing_is_done_behind_an_undo", Document(new ChoreographyStory(streams)));
    }

    [Fact]
    public void A_service_that_is_left_out_is_missed()
    {
        var streams = Honest.Streams.Where(stream => stream.Key != Payments).ToDictionary();
        AssertBroken("every_hop_has_its_cause", Document(new ChoreographyStory(streams)));
    }

    [Fact]
    public void An_edit_that_was_not_rehashed_is_caught_wherever_it_is()
    {
        var honest = Document(Honest);
        foreach (var (chain, i) in honest["chains"]!.AsArray().Select((chain, i) => (chain!["chain"]!.AsArray(), i)))
        {
            for (var append = 0; append < chain.Count; append++)
            {
                var forged = honest.DeepClone();
                var place = forged["chains"]![i]!["chain"]![append]!;
                var payload = System.Buffers.Text.Base64Url.DecodeFromChars(place["payload"]!.GetValue<string>());
                place["payload"] = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(payload).Replace("\"at\":\"2026", "\"at\":\"2025", StringComparison.Ordinal)));
                AssertBroken("hashes_are_of_the_bytes", forged);
            }
        }
    }

    [Theory]
    [InlineData("saga_outcome", "completed")]
    [InlineData("status", "completed")]
    [InlineData("choreography", "another")]
    public void A_document_that_its_chains_do_not_yield_is_caught(string key, string value)
    {
        var forged = Document(Honest);
        forged[key] = value;
        AssertBroken("document_is_what_its_chains_yield", forged);
    }

    [Fact]
    public void What_was_cut_off_is_missed_by_whoever_kept_a_head()
    {
        var story = Honest;
        var kept = story.Streams[Payments][^1].Head;
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(Bytes(Document(story)), kept).Outcome);
        var streams = story.Streams.ToDictionary(stream => stream.Key, stream => stream.Key == Payments ? [.. stream.Value.SkipLast(1)] : stream.Value);
        Assert.Contains(EvidenceVerifier.Verify(Bytes(Document(new ChoreographyStory(streams))), kept).Broken, finding => finding.Rule == "kept_head_is_extended");
    }

    [Theory]
    [InlineData("{\"chains\":[]}", "there is nothing to verify")]
    [InlineData("{\"chains\":{}}", "there is nothing to verify")]
    [InlineData("{\"chains\":[{\"service\":\"a\"}]}", "has a 'service' and a 'chain'")]
    public void A_document_without_chains_is_unreadable_and_says_why(string document, string why)
    {
        var report = EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(document));
        Assert.Equal(VerificationOutcome.Unreadable, report.Outcome);
        Assert.Contains(why, report.Reason);
    }

    [Theory]
    [InlineData("\"service\":\"payment_service\"", "\"service\":null")]
    [InlineData("\"on\":[\"OrderCreated\"]", "\"on\":null")]
    [InlineData("\"outcome\":\"done\"", "\"outcome\":\"perhaps\"")]
    [InlineData("\"type\":\"reacted\"", "\"type\":\"dreamt\"")]
    public void Records_that_are_none_are_unreadable_and_nothing_worse(string there, string forged)
    {
        var streams = Honest.Streams.ToDictionary();
        var edited = Encoding.UTF8.GetString(streams[Owner][0].Payload.Span).Replace(there, forged, StringComparison.Ordinal);
        var document = Document(new ChoreographyStory(streams));
        streams[Owner] = [new StoredAppend(1, 2, Encoding.UTF8.GetBytes(edited), ChainHash.Zero)];
        document["chains"]!.AsArray().Single(chain => chain!["service"]!.GetValue<string>() == Owner)!["chain"] =
            new JsonArray(EvidenceEnvelope.ChainNode(streams[Owner][0]));
        document["chains"]!.AsArray().Single(chain => chain!["service"]!.GetValue<string>() == Owner)!.AsObject().Remove("head");
        Assert.NotEqual(VerificationOutcome.Holds, EvidenceVerifier.Verify(Bytes(document)).Outcome);
    }

    [Fact]
    public void Every_rule_has_a_forgery_that_breaks_it() => Assert.Empty(
        ChoreographyRulebook.All.Select(rule => rule.Name)
            .Except([.. Rehashed.Values.Select(forgery => forgery.Rule), "an_event_is_met_once", "nothing_is_done_behind_an_undo", "document_is_what_its_chains_yield"]));

    /// <summary>Each append anew with what is left of its records, hash upon hash.</summary>
    private static IReadOnlyList<StoredAppend> Forged(IReadOnlyList<StoredAppend> appends, Func<HopRecord, HopRecord?> forge)
    {
        var forged = new List<StoredAppend>();
        foreach (var append in appends)
        {
            var head = forged.Count == 0 ? StreamHead.Empty : forged[^1].Head;
            if (HopCodec.AllOf("", append).Select(hop => forge(hop.Record)).OfType<HopRecord>().ToList() is { Count: > 0 } records)
                forged.Add(HopCodec.Seal(head, records));
        }

        return forged;
    }

    private static ChoreographyStory Honest => OrderRuns.Of(Order.Short);

    private static JsonObject Document(ChoreographyStory story) => ChoreographyDocument.Of(story, EvidenceView.Pattern);

    private static byte[] Bytes(JsonNode document) => ForgedOrder.Bytes(document);

    private static void AssertBroken(string rule, JsonNode document)
    {
        var report = EvidenceVerifier.Verify(Bytes(document));
        Assert.True(report.Broken.Any(finding => finding.Rule == rule), $"{report.Outcome} {report.Reason} {string.Join(", ", report.Broken.Select(broken => broken.Rule))}");
    }
}
