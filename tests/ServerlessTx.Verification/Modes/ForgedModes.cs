namespace ServerlessTx.Verification;

/// <summary>Rehashed streams of a group that break a rule, and their nearest neighbours that break none.</summary>
public sealed class ForgedModes
{
    private static readonly Dictionary<string, ModeForgery> Named =
        new[] { HonestGroups.All, ForgedSwitches.All, ForgedBuffers.All }.SelectMany(table => table).ToDictionary(forgery => forgery.What);

    public static TheoryData<string> Names => [.. Named.Keys];

    /// <summary>No more and no less is found than what was done, and it is said where it stands.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_done_is_found_at_its_record(string what)
    {
        var report = Named[what].Verify();
        Assert.Null(report.Reason);
        Assert.Equal(string.Join('\n', Named[what].Breaches), string.Join('\n', report.Breaches()));
    }

    [Fact]
    public void Every_rule_of_groups_has_a_forgery() => Assert.Equal(
        ModeRulebook.Records.Select(rule => rule.Name).Order(),
        Named.Values.SelectMany(forgery => forgery.Breaches).Select(breach => breach.Split(", ")[0]).Distinct().Order());
}
