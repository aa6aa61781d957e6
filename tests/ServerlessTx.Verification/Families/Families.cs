using System.Text;
using static ServerlessTx.Verification.Family;

namespace ServerlessTx.Verification;

/// <summary>A parent beside the document of a child: the one that it quotes, and whatever else somebody may show.</summary>
public sealed class Families
{
    private const string AsItSays = "child_is_as_its_parent_says, ";

    private static readonly byte[] Honest = Played.Of("parent completed").Document;
    private static readonly byte[] HonestChild = Played.Of("child completed").Document;

    [Fact]
    public void A_child_that_its_parent_quotes_is_one_finding_more()
    {
        var (alone, report) = (EvidenceVerifier.Verify(Honest), EvidenceVerifier.VerifyWithChild(Honest, HonestChild));
        Assert.Equal((VerificationOutcome.Holds, null, Parent), (report.Outcome, report.Reason, report.TransactionId));
        Assert.Equal([.. alone.Findings.Select(finding => finding.Rule), "child_is_as_its_parent_says"], report.Findings.Select(finding => finding.Rule));
        Assert.Equal(
            (VerificationLevel.Document, "The child's document holds, names this parent, and ends with the hash that the parent quotes", FindingState.Holds),
            report.Findings[^1] is var last ? (last.Level, last.Says, last.State) : default);
        Assert.Equal((alone.Records, alone.Head, alone.End), (report.Records, report.Head, report.End));
    }

    [Fact]
    public void A_child_that_was_turned_back_is_what_its_parent_found() => Assert.Equal(
        VerificationOutcome.Holds,
        EvidenceVerifier.VerifyWithChild(Played.Of("parent cancelled while its child is under way").Document, Played.Of("child turned back with its parent").Document).Outcome);

    /// <summary>The child is there before its parent hears that it is.</summary>
    [Fact]
    public void A_parent_that_names_no_child_yet_says_nothing_against_one()
    {
        var early = Forged("parent completed", stream => stream.Remove(stream.All.Skip(2)));
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.VerifyWithChild(early, HonestChild).Outcome);
    }

    [Fact]
    public void A_child_that_does_not_hold_is_named_with_its_rules()
    {
        var forged = Forged("child completed", stream =>
        {
            stream.Records("decided").Single()["decision"] = "compensating";
            stream.Begin["promised"]!["atomicity"] = "Absolute";
        });
        Assert.Equal(
            [AsItSays + $"$: the child's document does not hold: {string.Join(", ", EvidenceVerifier.Verify(forged).Broken.Select(finding => finding.Rule))}"],
            EvidenceVerifier.VerifyWithChild(Honest, forged).Breaches());
        Assert.True(EvidenceVerifier.Verify(forged).Broken.Count() > 1);
    }

    [Theory]
    [InlineData("{}", "This is no evidence document: it has no 'chain'.")]
    [InlineData("", "This is no JSON: ")]
    public void A_child_that_cannot_be_read_says_why(string child, string why) => Assert.StartsWith(
        AsItSays + $"$: the child's document does not hold: {why}",
        Assert.Single(EvidenceVerifier.VerifyWithChild(Honest, Encoding.UTF8.GetBytes(child)).Breaches()), StringComparison.Ordinal);

    [Fact]
    public void What_is_about_something_else_is_nobodys_child() => Assert.All(Others(), other => Assert.Equal(
        [AsItSays + "$: the child's document is not that of a transaction"], EvidenceVerifier.VerifyWithChild(Honest, other).Breaches()));

    [Fact]
    public void What_is_about_something_else_has_no_children() => Assert.All(Others(), other =>
    {
        var report = EvidenceVerifier.VerifyWithChild(other, HonestChild);
        Assert.Equal(
            (VerificationOutcome.Unreadable, "Only a transaction has children, and this document is about something else: verify the two by themselves."),
            (report.Outcome, report.Reason));
        Assert.Empty(report.Findings);
    });

    [Fact]
    public void A_parent_that_does_not_hold_is_judged_alone()
    {
        var broken = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Honest).Replaced("\"count\":1,", "\"count\":2,"));
        Assert.Equal(VerificationOutcome.Broken, EvidenceVerifier.VerifyWithChild(broken, HonestChild).Outcome);
        Assert.Equal(EvidenceVerifier.Verify(broken).Breaches(), EvidenceVerifier.VerifyWithChild(broken, HonestChild).Breaches());
        Assert.Equal("This is no evidence document: it has no 'chain'.", EvidenceVerifier.VerifyWithChild("{}"u8.ToArray(), HonestChild).Reason);
        Assert.Equal(
            "kept_head_is_extended, record 9: the chain ends here, but a head at version 12 was kept: records are missing",
            Assert.Single(EvidenceVerifier.VerifyWithChild(Honest, HonestChild, new StreamHead(12, ChainHash.Zero)).Breaches()));
    }

    [Fact]
    public void A_rule_that_the_parent_breaks_stands_beside_the_child()
    {
        var forged = Forged("parent completed", stream => stream.Begin["promised"]!["atomicity"] = "Absolute");
        var report = EvidenceVerifier.VerifyWithChild(forged, HonestChild);
        Assert.Equal(VerificationOutcome.Broken, report.Outcome);
        Assert.Equal(FindingState.Holds, report.Findings[^1].State);
    }

    [Fact]
    public void A_stranger_is_no_child()
    {
        Assert.Equal([AsItSays + $"$.parent: {Parent} is no child of {Parent}"], EvidenceVerifier.VerifyWithChild(Honest, Played.Of("saga completed").Document).Breaches());
        var others = Forged("child completed", stream =>
        {
            var parent = Parent[..^1] + "1";
            stream.Begin["parent"]!["transaction_id"] = parent;
            stream.Begin["transaction_id"] = ChildOf(parent);
        });
        Assert.Equal([AsItSays + $"$.parent: {ChildOf(Parent[..^1] + "1")} is no child of {Parent}"], EvidenceVerifier.VerifyWithChild(Honest, others).Breaches());
    }

    [Fact]
    public void A_child_in_the_place_of_the_one_that_was_begun_is_found_at_every_record_that_names_it()
    {
        var sister = Forged("child completed", stream => stream.Begin["transaction_id"] = Sister);
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(sister).Outcome);
        Assert.Equal(
            [
                AsItSays + $"record 4 (order_it/action): its child is {Child}, and the document is that of {Sister}",
                AsItSays + $"record 3: its child is {Child}, and the document is that of {Sister}",
            ],
            EvidenceVerifier.VerifyWithChild(Honest, sister).Breaches());
    }

    [Fact]
    public void Another_history_of_the_child_is_found_at_every_record_that_quotes_it()
    {
        var forged = Forged("child completed", stream => stream.Answers("action").First()["result"] = "forged");
        var said = $"it quotes a child that ended completed at 9:{Head}, and the document ends at 9:{EvidenceVerifier.Verify(forged).Head!.Hash}";
        Assert.Equal([AsItSays + $"record 3: {said}"], EvidenceVerifier.VerifyWithChild(Honest, forged).Breaches());
        Assert.Equal(
            [AsItSays + $"record 3: {said}", AsItSays + $"record 9 (order_it/undo): {said}"],
            EvidenceVerifier.VerifyWithChild(Played.Of("parent whose child is undone").Document, forged).Breaches());
    }

    [Fact]
    public void Another_end_of_the_same_history_is_found()
    {
        var forged = Forged("parent completed", stream => Signal(stream)["child"]!["status"] = "confirmed");
        Assert.Equal(
            [AsItSays + $"record 3: it quotes a child that ended confirmed at 9:{Head}, and the document ends at 9:{Head}"],
            EvidenceVerifier.VerifyWithChild(forged, HonestChild).Breaches());
    }

    [Fact]
    public async Task The_command_says_that_only_a_transaction_has_children()
    {
        using var lockOf = new TemporaryFile(LockHistories.Short());
        using var child = new TemporaryFile(HonestChild);
        var run = await CommandRun.OfAsync("verify", lockOf.Path, "--child", child.Path);
        Assert.Equal((2, "Only a transaction has children, and this document is about something else: verify the two by themselves.\n", ""), (run.ExitCode, run.Error, run.Output));
    }

    private static IEnumerable<byte[]> Others() =>
    [
        AccountStream.Honest().Bytes(), LockHistories.Short(), ModeStream.Honest().Document(),
        File.ReadAllBytes(Path.Combine(Repository.Root, "tests/ServerlessTx.Samples.Tests/OrderChoreographies/Golden/document-1.json")),
    ];

    private static byte[] Forged(string scenario, Action<ForgedStream> forge)
    {
        var stream = new ForgedStream(Played.Of(scenario));
        forge(stream);
        return stream.Seal().Document;
    }
}
