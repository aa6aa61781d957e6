namespace ServerlessTx.Explorer.Tests;

/// <summary>The small set: every order within small bounds. The command explores larger ones.</summary>
public sealed class EveryOrder
{
    public static TheoryData<string> Quick => [.. Scenarios.All.Where(scenario => scenario.IsQuick).Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Quick))]
    public void Whatever_happens_in_whatever_order_no_rule_is_broken_and_all_comes_to_its_end(string name)
    {
        var search = new Search(Scenarios.All.Single(scenario => scenario.Name == name));
        var result = search.Run(most: 200_000);

        Assert.True(result.Violation is null, result.Violation is { } violation ? search.Describe(violation) : "");
        Assert.True(result.IsWhole);
        Assert.NotEmpty(result.Ends);
    }

    /// <summary>Where settled messages are dropped, fewer states are visited and the same is found.</summary>
    [Fact]
    public void A_message_whose_call_is_answered_changes_nothing_when_it_comes()
    {
        var scenario = new Scenario
        {
            Name = "settled",
            Define = Workflows.TwoPhaseCommit,
            Second = null,
            Bounds = new() { Silences = 1, Duplicates = 1, Crashes = 0 },
        };
        var dropped = new Search(scenario).Run(most: 200_000);
        var kept = new Search(scenario with { DropsSettled = false }).Run(most: 200_000);

        Assert.Null(kept.Violation);
        Assert.True(kept.States > dropped.States);
        Assert.Equal(dropped.Ends, kept.Ends);
    }

    /// <summary>A search that did not see what it is for would pass everything.</summary>
    [Fact]
    public void A_participant_without_a_barrier_is_found_by_the_shortest_order()
    {
        var search = new Search(new Scenario
        {
            Name = "forgetful",
            Define = service => TwoPhaseCommit.For<Purchase>("forgetful", 1, new CallPolicy { Attempts = 1 }).Participant("a", new Forgetful(service)),
            Second = null,
            Bounds = new() { Silences = 1, Crashes = 0 },
        });

        Assert.Equal(
            """
                1  driver    asks a/prepare 1: done
                2  driver    writes [prepared           a | decided            commit]
                3  a         hears a/commit: done; the answer is on its way
                4  driver    asks a/commit 1: done; the answer is lost
              evidence
                   started            forgetful
                   prepared           a
                   decided            commit
              broken: the effect of a was made 2 times
            """,
            search.Describe(search.Run(most: 200_000).Violation!));
    }
}
