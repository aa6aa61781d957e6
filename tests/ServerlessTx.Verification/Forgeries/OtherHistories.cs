namespace ServerlessTx.Verification;

/// <summary>Against a head that somebody kept: a history that ends earlier, or goes on otherwise.</summary>
public sealed class OtherHistories
{
    public static TheoryData<string> Names => new(Scenarios.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_truncated_stream_holds_by_itself_and_does_not_extend_the_head_that_was_kept(string name)
    {
        var honest = Played.Of(name);
        for (var length = 1; length < honest.Appends.Count; length++)
        {
            var stream = new ForgedStream(honest);
            stream.Appends.RemoveRange(length, stream.Appends.Count - length);
            AssertCaught(stream.Seal(), honest.Head);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_that_goes_on_otherwise_does_not_extend_the_head_that_was_kept(string name)
    {
        var honest = Played.Of(name);
        for (var at = 1; at < honest.Appends.Count; at++)
        {
            // Restored from a backup that ended there, and driven on: a takeover stands where something else stood.
            var stream = new ForgedStream(honest);
            var before = stream.Appends[at - 1][^1];
            stream.AppendBehind(before, new() { ["type"] = "taken_over", ["by"] = "another_host", ["at"] = before.Text("at") });
            AssertCaught(stream.Seal(), honest.Appends[at].Head);
        }
    }

    [Fact]
    public void A_head_inside_an_append_or_of_another_transaction_is_not_extended()
    {
        var honest = Played.Of("2pc committed");
        AssertCaught(honest, honest.Appends[1].Head with { Version = 2 });
        AssertCaught(honest, Played.Of("tcc confirmed").Head);
    }

    private static void AssertCaught(Evidence evidence, StreamHead kept)
    {
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(evidence.Document).Outcome);
        var report = EvidenceVerifier.Verify(evidence.Document, kept);
        var finding = Assert.Single(report.Broken);
        Assert.Equal("kept_head_is_extended", finding.Rule);
        Assert.NotNull(Assert.Single(finding.Breaches).Version);
    }
}
