namespace ServerlessTx.Verification;

/// <summary>Streams and documents of accounts that break a rule, and their nearest neighbours that break none.</summary>
public sealed class ForgedAccounts
{
    private static readonly Dictionary<string, AccountForgery> Named =
        new[] { HonestAccounts.All, ForgedEvents.All, ForgedStates.All }.SelectMany(table => table).ToDictionary(forgery => forgery.What);

    public static TheoryData<string> Names => [.. Named.Keys];

    /// <summary>No more and no less is found than what was done, and it is said where it stands.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_done_is_found_at_its_place(string what)
    {
        var report = Named[what].Verify();
        Assert.Null(report.Reason);
        Assert.Equal(string.Join('\n', Named[what].Breaches), string.Join('\n', report.Breaches()));
    }

    [Fact]
    public void Every_rule_of_aggregates_but_one_has_a_forgery_here() => Assert.Equal(
        ["account_events_are_known", "all_but_the_state_is_what_its_chain_yields"],
        AggregateRulebook.All.Select(rule => rule.Name).Except(Named.Values.SelectMany(forgery => forgery.Breaches).Select(breach => breach.Split(", ")[0])));
}
