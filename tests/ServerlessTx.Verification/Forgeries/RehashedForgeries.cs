namespace ServerlessTx.Verification;

public sealed class RehashedForgeries
{
    private static readonly IReadOnlyDictionary<string, Evidence> Honest = Scenarios.All.ToDictionary(scenario => scenario.Key, scenario => scenario.Value.Play());

    private static readonly IReadOnlyList<Forgery> All = [.. ForgedBegins.All, .. ForgedCalls.All, .. ForgedDecisions.All, .. ForgedWaits.All, .. ForgedChildren.All];

    public static TheoryData<string> Names => new(All.Select(forgery => forgery.ToString()));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rehashed_run_that_breaks_a_rule_is_caught_by_that_rule_at_the_record(string name)
    {
        var places = 0;
        var forgery = All.Single(forgery => forgery.ToString() == name);
        foreach (var (scenario, honest) in Honest)
        {
            foreach (var forged in forgery.Of(honest))
            {
                places++;
                var report = EvidenceVerifier.Verify(forged.Document);
                var finding = report.Findings.SingleOrDefault(finding => finding.Rule == forgery.Rule);
                Assert.True(finding?.State is FindingState.Broken, $"{scenario}: {Alarm.Of(report, forged)}");
                Assert.All(finding.Breaches, breach => Assert.NotNull(breach.Version));
                // Somebody has to understand it who does not know the rule.
                Assert.All(finding.Breaches, breach => Assert.Contains(' ', breach.What));
                Assert.All(report.Findings.Where(finding => finding.Level is VerificationLevel.Chain), finding => Assert.Equal(FindingState.Holds, finding.State));
            }
        }

        Assert.True(places > 0, "there is no place for it in any scenario");
    }

    /// <summary>
    /// They follow from others (a call needs its decision in front of it, and a slot is decided once) and stand in the list because
    /// a reader looks for them there.
    /// </summary>
    private static readonly string[] Implied = ["confirm_xor_cancel", "commit_xor_abort", "nothing_is_undone_while_going_forward"];

    /// <summary>Else a rule could be taken out and nobody would notice.</summary>
    [Fact]
    public void Every_rule_but_the_implied_catches_a_forgery_that_no_other_rule_catches()
    {
        var alone = All.GroupBy(forgery => forgery.Rule).ToDictionary(group => group.Key, group => group.Any(forgery => Honest.Values.Any(honest =>
            forgery.Of(honest).Any(forged => EvidenceVerifier.Verify(forged.Appends).Broken.Select(finding => finding.Rule).SequenceEqual([group.Key])))));
        Assert.Equal(Implied, Rulebook.Records.Select(rule => rule.Name).Where(rule => !alone.GetValueOrDefault(rule)));
    }
}
