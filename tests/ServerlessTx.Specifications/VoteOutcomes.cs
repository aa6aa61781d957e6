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

    /// <summary>Of calls that it is known to be stuck on no more attempts are recorded, however long that lasts, and whoever of them answers first.</summary>
    [Fact]
    public void One_that_is_stuck_on_two_stays_stuck_on_the_other_when_one_of_them_answers() => VirtualTime.Run(async time =>
    {
        var world = new World(time, orders => TwoPhaseCommit.For<Order>("two_phase_commit", 1, new CallPolicy { StuckAfter = 2, MaxDelayMs = 1_000 })
            .Participant("a", orders.Voter)
            .Participant("b", orders.Voter));
        world.Orders.On("a/told", [.. Enumerable.Repeat(new Behaviour.Fails(), 9), Behaviour.Answers]);
        world.Orders.On("b/told", new Behaviour.Fails());
        var started = await world.StartAsync("two_phase_commit");

        var state = await world.Client.WaitAsync(started.Id, TimeSpan.FromMinutes(1));

        Assert.Equal((TransactionStatus.Stuck, "b/commit"), (state!.Status, string.Join(' ', state.Silent!)));
        Assert.Equal(TransactionStatus.Stuck, (await world.Client.ListAsync(new TransactionQuery())).Transactions.Single().Status);
        world.Orders.On("b/told", Behaviour.Answers);
        Assert.EndsWith(
            """
            decided            commit
            unanswered         a/commit 1: InvalidOperationException: out of order
            unanswered         b/commit 1: InvalidOperationException: out of order
            unanswered         a/commit 2: InvalidOperationException: out of order
            unanswered         b/commit 2: InvalidOperationException: out of order
            stuck              a/commit, b/commit
            committed          a
            committed          b
            committed
            """, await world.EndAsync(started.Id), StringComparison.Ordinal);
        var answers = (await world.Transactions.LoadAsync(started.Id, default)).Records.Select(recorded => recorded.Record).OfType<Answered>();
        Assert.Equal(10, answers.Single(answer => answer.Name == new CallName("a", Phase.Commit)).Attempt);
        return true;
    });

    [Theory]
    [InlineData(null, 60_000)]
    [InlineData(7, 7_000)]
    public void A_two_phase_commit_stays_undecided_for_a_minute_or_as_long_as_it_was_given(int? seconds, long milliseconds)
    {
        TimeSpan? deadline = seconds is { } given ? TimeSpan.FromSeconds(given) : null;

        Assert.Equal(milliseconds, TwoPhaseCommit.For<Order>("vote", 1, deadline: deadline).Definition.DeadlineMs);
    }

    [Theory]
    [InlineData(null, 300_000)]
    [InlineData(7, 7_000)]
    public void A_tcc_stays_undecided_for_five_minutes_or_as_long_as_it_was_given(int? seconds, long milliseconds)
    {
        TimeSpan? deadline = seconds is { } given ? TimeSpan.FromSeconds(given) : null;

        Assert.Equal(milliseconds, Tcc.For<Order>("vote", 1, deadline: deadline).Definition.DeadlineMs);
    }
}
