namespace ServerlessTx.Specifications;

/// <summary>Why a vote was turned back is the first thing that anybody asks of it.</summary>
public sealed class VoteOutcomes
{
    [Fact]
    public void A_refused_vote_aborts_with_the_reason_of_who_refused() => Assert.Equal(
        """
        started            two_phase_commit
        prepared           a
        voted_no           b: insufficient_funds
        decided            abort: insufficient_funds
        aborted            a
        aborted            b
        aborted
        """, World.Run(orders => orders.On("b", new Behaviour.Refuses("insufficient_funds")), Voter.TwoPhaseCommit));

    [Fact]
    public void A_silent_participant_is_named_by_the_decision() => Assert.EndsWith(
        """
        decided            abort: no_answer_from_a
        aborted            a
        aborted            b
        aborted
        """, World.Run(orders => orders.On("a", new Behaviour.Fails()), Voter.TwoPhaseCommit), StringComparison.Ordinal);

    [Fact]
    public void A_refusal_says_more_than_silence_whoever_comes_first() => Assert.EndsWith(
        """
        decided            cancel: sold_out
        cancelled          a
        cancelled          b
        cancelled
        """,
        World.Run(
            orders =>
            {
                orders.On("a", new Behaviour.Fails());
                orders.On("b", new Behaviour.Refuses("sold_out"));
            },
            Voter.Tcc),
        StringComparison.Ordinal);

    [Fact]
    public void A_vote_of_yes_is_decided_for_no_reason() => Assert.Contains(
        "decided            confirm\n", World.Run(_ => { }, Voter.Tcc), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, 60_000)]
    [InlineData(7, 7_000)]
    public void A_two_phase_commit_stays_undecided_for_a_minute_or_as_long_as_it_was_given(int? seconds, long milliseconds)
    {
        TimeSpan? deadline = seconds is { } given ? TimeSpan.FromSeconds(given) : null;

        Assert.Equal(milliseconds, TwoPhaseCommit.For<Order>("vote", 1, deadline: deadline).Definition.DeadlineMs);
    }
}
