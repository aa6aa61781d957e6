using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

public sealed class NoEvidence
{
    public static TheoryData<string, string> Garbage => new()
    {
        { "", "JSON" },
        { "\uFEFF", "JSON" },
        { "{", "JSON" },
        { "[]", "no JSON object" },
        { "null", "no JSON object" },
        { "{}", "no 'chain'" },
        { """{"chain":[]}""", "nothing to verify" },
        { """{"chain":{}}""", "nothing to verify" },
        { """{"chain":[{}],"chain":[{}]}""", "twice" },
        { """{"chain":[{}]} {}""", "JSON" },
        { """{"\ud800":1}""", "half a character" },
        { """{"saga_id":"x","ch""", "JSON" },
        { """{"chain":[{}],"format":2}""", "use a newer one" },
        { """{"chains":[],"format":2}""", "use a newer one" },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public void What_is_no_evidence_is_unreadable_for_a_reason(string text, string why)
    {
        var report = EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(text));
        Assert.Equal(VerificationOutcome.Unreadable, report.Outcome);
        Assert.Contains(why, report.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', report.Reason!);
    }

    [Theory]
    [InlineData("""{"chain":[{}]}""")]
    [InlineData("""{"chain":[1,"x",null,[],{"version":1e99,"count":-1,"payload":7,"hash":[],"previous_hash":{}}]}""")]
    [InlineData("""{"chain":[{"version":1,"count":1,"payload":"W10","hash":"","previous_hash":""}],"head":7,"guarantees":[],"heuristic":{},"large_answers":[1]}""")]
    public void A_chain_of_garbage_is_broken(string text) =>
        Assert.Equal(VerificationOutcome.Broken, EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(text)).Outcome);

    [Fact]
    public void Bytes_that_are_no_text_are_unreadable()
    {
        var document = Played.Of("saga completed").Document.ToArray();
        document[document.AsSpan().IndexOf("saga_id"u8)] = 0x9F;
        Assert.Equal(VerificationOutcome.Unreadable, EvidenceVerifier.Verify(document).Outcome);
    }

    [Fact]
    public void A_record_with_half_a_character_in_it_is_no_record()
    {
        var stream = new ForgedStream(Played.Of("saga completed"));
        var appends = new List<StoredAppend> { new(1, 1, Encoding.UTF8.GetBytes("[" + stream.Begin.ToJsonString().Replace("item", "\\ud800", StringComparison.Ordinal) + "]"), ChainHash.Zero) };
        Assert.Equal("payloads_are_records", Assert.Single(EvidenceVerifier.Verify(appends).Broken).Rule);
    }

    public static TheoryData<string, string, string> Holes => new()
    {
        { "saga completed", "branch", "its definition has a branch that is null" },
        { "saga completed", "side", "its mode has a side that is null" },
        { "saga still stuck", "call", "its list of silent calls has a null in it" },
    };

    [Theory]
    [MemberData(nameof(Holes))]
    public void A_record_with_a_hole_in_a_list_is_no_record(string scenario, string what, string fault)
    {
        var stream = new ForgedStream(Played.Of(scenario));
        stream.Begin["mode"] = ForgedBegins.ModeOf("degraded", "accounts");
        var list = what switch
        {
            "branch" => stream.Definition["branches"]!,
            "side" => stream.Begin["mode"]!["away"]!,
            _ => stream.Records("stuck").First()["silent"]!,
        };
        list.AsArray().Add(null);
        var broken = Assert.Single(EvidenceVerifier.Verify(stream.Seal().Appends).Broken);
        Assert.Equal(("payloads_are_records", fault), (broken.Rule, Assert.Single(broken.Breaches).What));
    }

    [Fact]
    public void Too_deep_a_document_is_unreadable() => Assert.Equal(
        VerificationOutcome.Unreadable, EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(new string('[', 100_000))).Outcome);

    /// <summary>It may be honest and newer than this verifier, which then must neither pass nor blame it.</summary>
    [Fact]
    public void A_kind_of_record_that_is_not_known_makes_evidence_unreadable_and_says_so()
    {
        var stream = new ForgedStream(Played.Of("saga completed"));
        stream.AppendBehind(stream.Begin, new() { ["type"] = "audited", ["by"] = "somebody", ["at"] = stream.Begin.Text("at") });
        var report = EvidenceVerifier.Verify(stream.Seal().Document);
        Assert.Equal(VerificationOutcome.Unreadable, report.Outcome);
        Assert.StartsWith("record 2: 'audited'", report.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"noon\"")]
    public void A_kind_of_record_that_is_not_known_may_have_any_stamp(string at)
    {
        var stream = new ForgedStream(Played.Of("saga completed"));
        stream.AppendBehind(stream.Begin, new() { ["type"] = "audited", ["at"] = JsonNode.Parse(at) });
        Assert.Equal(VerificationOutcome.Unreadable, EvidenceVerifier.Verify(stream.Seal().Document).Outcome);
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_named()
    {
        var stream = new ForgedStream(Played.Of("saga completed"));
        stream.Records("decided").First()["decision"] = "sideways";
        var report = EvidenceVerifier.Verify(stream.Seal().Document);
        Assert.Equal(4, Assert.Single(Assert.Single(report.Broken).Breaches).Version);
        Assert.All(report.Findings.Where(finding => finding.Level is not VerificationLevel.Chain), finding => Assert.Equal(FindingState.NotJudged, finding.State));
    }
}
