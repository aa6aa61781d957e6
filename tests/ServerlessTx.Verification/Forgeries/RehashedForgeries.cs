namespace ServerlessTx.Verification;

/// <summary>Who forges with care computes every hash anew: then the rules have to catch it.</summary>
public sealed class RehashedForgeries
{
    /// <summary>
    /// They follow from others (a call needs its decision in front of it, and a slot is decided once) and stand in the list because
    /// a reader looks for them there.
    /// </summary>
    private static readonly string[] Implied = ["confirm_xor_cancel", "commit_xor_abort", "nothing_is_undone_while_going_forward"];

    public static TheoryData<string> Names => new(Forgeries.All.Select(forgery => forgery.ToString()));

    /// <summary>At the first place of the first scenarios that have one: soon told, where a rule is broken for all of them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_rehashed_run_that_breaks_a_rule_is_caught_by_that_rule_at_the_record(string name)
    {
        var places = Places(name, ofEach: 1).Take(3).ToList();
        Assert.NotEmpty(places);
        Assert.All(places, place => AssertCaught(name, place.Scenario, place.Forged));
    }

    /// <summary>Else a rule could be taken out and nobody would notice.</summary>
    [Fact]
    public void Every_rule_but_the_implied_catches_a_forgery_that_no_other_rule_catches()
    {
        var alone = Forgeries.All.GroupBy(forgery => forgery.Rule).ToDictionary(group => group.Key, group => group.Any(forgery => Played.All.Any(honest =>
            forgery.Of(honest.Value).Any(forged => EvidenceVerifier.Verify(forged.Appends).Broken.Select(finding => finding.Rule).SequenceEqual([group.Key])))));
        Assert.Equal(Implied, Rulebook.Records.Select(rule => rule.Name).Where(rule => !alone.GetValueOrDefault(rule)));
    }

    internal static IEnumerable<(string Scenario, Evidence Forged)> Places(string name, int ofEach = int.MaxValue) =>
        Played.All.SelectMany(honest => Forgeries.Of(name).Of(honest.Value).Take(ofEach), (honest, forged) => (honest.Key, forged));

    internal static void AssertCaught(string name, string scenario, Evidence forged)
    {
        var report = EvidenceVerifier.Verify(forged.Document);
        var finding = report.Findings.SingleOrDefault(finding => finding.Rule == Forgeries.Of(name).Rule);
        Alarm.Unless(finding?.State is FindingState.Broken, report, forged, $"{scenario}: ");
        Assert.All(finding!.Breaches, breach => Assert.NotNull(breach.Version));
        // Somebody has to understand it who does not know the rule.
        Assert.All(finding.Breaches, breach => Assert.Contains(' ', breach.What));
        Assert.All(report.Findings.Where(finding => finding.Level is VerificationLevel.Chain), finding => Assert.Equal(FindingState.Holds, finding.State));
    }
}
