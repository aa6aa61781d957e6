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

    [Fact]
    public async Task The_command_says_what_it_found()
    {
        using var file = new TemporaryFile(Streams.SourcesDocuments()[^1]);
        var run = await CommandRun.OfAsync("verify", file.Path);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("HOLDS. Aggregate BankAccount:account_12345 has come to version 3, and every rule holds.\n3 events, head 3:", run.Output, StringComparison.Ordinal);
    }

    private static void Forge(Func<JsonNode, JsonPlace, bool> forge)
    {
        var honest = Streams.SourcesDocuments()[^1];
        foreach (var place in JsonPlace.All(JsonNode.Parse(honest)!).ToList())
        {
            var document = JsonNode.Parse(honest)!;
            if (forge(document, place))
                Assert.True(EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(document.ToJsonString())).Outcome is not VerificationOutcome.Holds, $"{place.Path} was forged and nobody noticed");
        }
    }
}
