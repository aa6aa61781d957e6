using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>The document of an aggregate: no alarm where it is honest, and each forgery caught.</summary>
public sealed class AggregateVerification
{
    [Fact]
    public void The_sources_account_holds_at_every_version()
    {
        var reports = Streams.SourcesDocuments().Select(document => EvidenceVerifier.Verify(document)).ToList();
        Assert.All(reports, report => Assert.Equal((VerificationOutcome.Holds, "BankAccount:account_12345"), (report.Outcome, report.Aggregate)));
        Assert.Equal([1L, 2L, 3L], reports.Select(report => report.Head!.Version));
        Assert.Contains(reports[2].Findings, finding => finding is { Rule: "account_adds_up", State: FindingState.Holds });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void An_aggregate_of_any_type_holds_inside_an_append_too_and_nothing_is_said_of_its_state(int version)
    {
        var report = EvidenceVerifier.Verify(Streams.Pairs(version));
        Assert.Equal(VerificationOutcome.Holds, report.Outcome);
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.StartsWith("account_", StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_of_any_value_is_caught() => Forge((root, place) =>
    {
        if (place.In(root) is JsonObject or JsonArray or null)
            return false;
        place.Replace(root, place.In(root)!.GetValueKind() switch
        {
            JsonValueKind.Number => JsonNode.Parse(place.In(root)!.ToJsonString() + ".1"),
            _ => place.In(root)!.GetValue<string>() + "x",
        });
        return true;
    });

    [Fact]
    public void A_value_that_is_taken_away_is_caught() => Forge((root, place) =>
    {
        place.Remove(root);
        return true;
    });

    [Fact]
    public void A_member_that_is_added_is_caught() => Forge((root, place) =>
    {
        // What a state holds beside the source's members is its type's own affair.
        if (place.In(root) is not JsonObject members || place.Path == "$.event_sourced_aggregate.current_state")
            return false;
        members["approved"] = true;
        return true;
    });

    public static TheoryData<string, Action<List<JsonObject>>> Rehashed => new()
    {
        { "account_rules_are_kept", events => events[2]["data"]!["amount"] = 1500.01m },
        { "account_rules_are_kept", events => events[1]["data"]!["amount"] = -500 },
        { "account_rules_are_kept", events => events.Insert(1, events[0].DeepClone().AsObject().With("stream", null).With("event_id", "evt_x")) },
        { "account_rules_are_kept", events => events.Add(Closed(events[2])) },
        { "account_rules_are_kept", events => events.Insert(0, events[1].DeepClone().AsObject().With("stream", "BankAccount:account_12345").With("event_id", "evt_x").With("at", events[0].Text("at"))) },
        { "stream_is_of_the_aggregate", events => events[0]["stream"] = "BankAccount:account_1" },
        { "stream_is_of_the_aggregate", events => events[0].Remove("stream") },
        { "stream_is_of_the_aggregate", events => events[1]["stream"] = "BankAccount:account_12345" },
        { "event_ids_are_unique", events => events[1]["event_id"] = events[0]["event_id"]!.DeepClone() },
        { "events_are_stamped_in_order", events => events[1].Later("at", TimeSpan.FromHours(-2)) },
    };

    [Theory]
    [MemberData(nameof(Rehashed))]
    public void Events_that_break_a_rule_are_caught_though_they_are_hashed_anew(string rule, Action<List<JsonObject>> forge) =>
        Assert.Contains(EvidenceVerifier.Verify(Streams.Forged(forge)).Broken, finding => finding.Rule == rule);

    [Fact]
    public void Money_behind_the_end_of_an_account_is_caught()
    {
        var report = EvidenceVerifier.Verify(Streams.Forged(events =>
        {
            events[2]["data"]!["amount"] = 1500;
            events.Add(Closed(events[2]));
            events.Add(events[1].DeepClone().AsObject().With("event_id", "evt_late").With("at", events[2].Text("at")));
        }));
        var breach = Assert.Single(Assert.Single(report.Broken).Breaches);
        Assert.Equal("record 5 (MoneyDeposited): the account was closed before", breach.ToString());
    }

    [Fact]
    public void The_history_of_one_account_cannot_be_shown_as_anothers() =>
        Assert.Equal("stream_is_of_the_aggregate", Assert.Single(EvidenceVerifier.Verify(Streams.Forged(_ => { }, id: "account_1")).Broken).Rule);

    [Theory]
    [InlineData("\"balance\":1300", "\"balance\":1300.01", "account_adds_up")]
    [InlineData("\"status\":\"active\"", "\"status\":\"closed\"", "account_adds_up")]
    [InlineData("\"balance\":1300,\"version\":3", "\"balance\":1500,\"version\":2", "state_is_of_the_last_append")]
    public void A_state_that_its_events_do_not_make_is_caught(string honest, string forged, string rule)
    {
        var text = Encoding.UTF8.GetString(Streams.SourcesDocuments()[^1]);
        Assert.Contains(honest, text);
        Assert.Contains(Streams.Verify(text.Replace(honest, forged, StringComparison.Ordinal)).Broken, finding => finding.Rule == rule);
    }

    [Fact]
    public void An_event_that_the_verifier_does_not_know_is_neither_passed_nor_blamed()
    {
        var report = EvidenceVerifier.Verify(Streams.Forged(events => events[1]["type"] = "InterestPaid"));
        Assert.Equal(VerificationOutcome.Unreadable, report.Outcome);
        Assert.Contains("'InterestPaid'", report.Reason);
    }

    [Fact]
    public void A_stream_that_was_cut_or_goes_on_otherwise_does_not_extend_the_head_that_was_kept()
    {
        var documents = Streams.SourcesDocuments();
        var kept = EvidenceVerifier.Verify(documents[2]).Head;
        Assert.Equal("kept_head_is_extended", Assert.Single(EvidenceVerifier.Verify(documents[1], kept).Broken).Rule);
        Assert.Equal("kept_head_is_extended", Assert.Single(EvidenceVerifier.Verify(Streams.Forged(events => events[2]["data"]!["amount"] = 100), kept).Broken).Rule);
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(documents[2], EvidenceVerifier.Verify(documents[1]).Head).Outcome);
    }

    [Fact]
    public async Task The_command_says_what_it_found()
    {
        using var file = new TemporaryFile(Streams.SourcesDocuments()[^1]);
        var run = await CommandRun.OfAsync("verify", file.Path);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("HOLDS. Aggregate BankAccount:account_12345 has come to version 3, and every rule holds.\n3 events, head 3:", run.Output, StringComparison.Ordinal);
    }

    private static JsonObject Closed(JsonObject last) =>
        last.DeepClone().AsObject().With("type", "AccountClosed").With("event_id", "evt_closed").With("data", new JsonObject());

    private static void Forge(Func<JsonNode, JsonPlace, bool> forge)
    {
        var honest = Streams.SourcesDocuments()[^1];
        foreach (var place in JsonPlace.All(JsonNode.Parse(honest)!).ToList())
        {
            var document = JsonNode.Parse(honest)!;
            if (forge(document, place))
                Assert.True(Streams.Verify(document.ToJsonString()).Outcome is not VerificationOutcome.Holds, $"{place.Path} was forged and nobody noticed");
        }
    }
}
