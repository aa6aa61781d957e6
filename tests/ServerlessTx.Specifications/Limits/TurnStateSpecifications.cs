namespace ServerlessTx.Specifications;

/// <summary>Who has a turn and who waits, without a store.</summary>
public sealed class TurnStateSpecifications
{
    private const string Host = "here";
    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Who_came_first_is_next_and_a_newcomer_waits_behind_them()
    {
        var state = Asked(new TurnState(), "a", "b", "c");
        Assert.Equal("a | b c", Told(state));
        state = state.GiveBack("a", Host);
        Assert.False(Ask(ref state, "d"));
        Assert.False(Ask(ref state, "c"));
        Assert.True(Ask(ref state, "b"));
        Assert.Equal("b | c d", Told(state));
    }

    [Fact]
    public void A_call_that_asks_again_keeps_its_turn_and_its_place()
    {
        var state = Asked(new TurnState(), "a", "b");
        Assert.True(Ask(ref state, "a"));
        Assert.False(Ask(ref state, "b"));
        Assert.Equal("a | b", Told(state));
    }

    [Fact]
    public void What_two_hosts_are_under_way_with_takes_one_turn_until_both_are_done()
    {
        var state = Asked(new TurnState(), "a", "b");
        (state, var has) = state.Ask("a", "other", 1, Lease, Patience, Noon);
        Assert.True(has);
        state = state.GiveBack("a", Host);
        Assert.False(Ask(ref state, "b"));
        state = state.GiveBack("a", "other");
        Assert.True(Ask(ref state, "b"));
    }

    [Fact]
    public void Nothing_is_written_for_a_place_that_stays_good_for_a_while()
    {
        var state = Asked(new TurnState(), "a", "b");
        Assert.Same(state, state.Ask("b", Host, 1, Lease, Patience, Noon.AddSeconds(10)).After);
        Assert.NotSame(state, state.Ask("b", Host, 1, Lease, Patience, Noon.AddSeconds(16)).After);
    }

    [Fact]
    public void A_holder_that_vanished_is_out_of_the_way_when_its_lease_ends_and_a_waiter_when_it_does_not_ask()
    {
        var state = Asked(new TurnState(), "gone", "also_gone");
        Assert.False(state.Ask("c", Host, 1, Lease, Patience, Noon.AddSeconds(31)).Has);
        Assert.True(state.Ask("c", Host, 1, Lease, Patience, Noon.AddSeconds(41)).Has);
    }

    [Fact]
    public void As_many_are_next_as_turns_are_free()
    {
        var state = new TurnState();
        foreach (var call in new[] { "a", "b", "c", "d" })
            state = state.Ask(call, Host, 2, Lease, Patience, Noon).After;
        state = state.GiveBack("a", Host).GiveBack("b", Host);
        Assert.True(state.Ask("d", Host, 2, Lease, Patience, Noon).Has);
        Assert.False(state.Ask("e", Host, 2, Lease, Patience, Noon).Has);
    }

    [Fact]
    public void A_line_has_an_end_and_who_comes_behind_it_has_no_turn()
    {
        var state = Asked(new TurnState(), [.. Enumerable.Range(0, 250).Select(i => $"c{i}")]);
        Assert.Equal((1, 200), (state.Taken.Count, state.Waiting.Count));
        Assert.False(Ask(ref state, "c249"));
    }

    private static TurnState Asked(TurnState state, params string[] calls)
    {
        foreach (var call in calls)
            Ask(ref state, call);
        return state;
    }

    private static bool Ask(ref TurnState state, string call)
    {
        (state, var has) = state.Ask(call, Host, 1, Lease, Patience, Noon);
        return has;
    }

    private static string Told(TurnState state) =>
        $"{string.Join(' ', state.Taken.Select(turn => turn.Call))} | {string.Join(' ', state.Waiting.Select(turn => turn.Call))}";
}
