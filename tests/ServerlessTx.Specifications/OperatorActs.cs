namespace ServerlessTx.Specifications;

/// <summary>What a person can do about a transaction that cannot go on (rule 4).</summary>
public sealed class OperatorActs
{
    [Fact]
    public void A_retry_asks_the_silent_at_once() => VirtualTime.Run(async time =>
    {
        var world = await StuckAsync(time);
        world.Orders.On("send_confirmation", Behaviour.Answers);

        Assert.IsType<ResolveResult.Recorded>(await world.Client.ResolveAsync(world.Stuck, new Resolution.Retry("ann", "the mail server is back")));
        await Task.Delay(TimeSpan.FromMilliseconds(1), time);

        Assert.EndsWith("retry_requested    ann: the mail server is back\nstep_done          send_confirmation\ncompleted", await world.TranscriptAsync(world.Stuck), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void An_act_says_who_and_why()
    {
        Assert.Throws<ArgumentException>(() => new Resolution.Retry("", "look again"));
        Assert.Throws<ArgumentException>(() => new Resolution.Retry("ann", ""));
        Assert.Throws<ArgumentException>(() => new Resolution.Abort("ann", ""));
        Assert.Throws<ArgumentException>(() => new Resolution.Conclude("", "it was seen to", "ship_order", BranchOutcome.Done, "told by phone"));
        Assert.Throws<ArgumentException>(() => new Resolution.Conclude("ann", "it was seen to", "ship_order", BranchOutcome.Done, ""));
        Assert.Throws<ArgumentException>(() => new Resolution.Abort("deadline", "deadline_passed"));
    }

    [Fact]
    public void A_branch_concluded_by_hand_is_marked_with_who_and_why_and_nobody_claims_its_atomicity() => VirtualTime.Run(async time =>
    {
        var world = await StuckAsync(time);

        var result = await world.Client.ResolveAsync(
            world.Stuck, new Resolution.Conclude("ann", "the customer was called", "send_confirmation", BranchOutcome.Done, "told by phone"));

        Assert.IsType<ResolveResult.Recorded>(result);
        Assert.EndsWith("step_done          send_confirmation: told by phone (by ann: the customer was called)\ncompleted", await world.EndAsync(world.Stuck), StringComparison.Ordinal);
        Assert.Equal(Guarantees.OnWord, (await world.Client.GetAsync(world.Stuck))!.Guarantees.Achieved.Atomicity);
        return true;
    });

    [Fact]
    public void A_branch_concluded_as_not_done_is_heuristic() => VirtualTime.Run(async time =>
    {
        var world = await StuckAsync(time);
        await world.Client.ResolveAsync(
            world.Stuck, new Resolution.Conclude("ann", "no address", "send_confirmation", BranchOutcome.NotDone, "cannot be told"));
        await world.EndAsync(world.Stuck);

        var state = await world.Client.GetAsync(world.Stuck);
        Assert.Equal((TransactionStatus.Completed, true, Guarantees.Violated), (state!.Status, state.Heuristic, state.Guarantees.Achieved.Atomicity));
        return true;
    });

    [Fact]
    public void The_barrier_is_written_before_the_evidence_and_what_stands_in_it_wins() => VirtualTime.Run(async time =>
    {
        var barrier = new RecordingBarrier("notification_service");
        var world = await StuckAsync(time, barrier);

        await world.Client.ResolveAsync(
            world.Stuck, new Resolution.Conclude("ann", "no address", "send_confirmation", BranchOutcome.NotDone, "cannot be told"));

        Assert.Equal(["send_confirmation/Retriable: cannot be told"], barrier.Concluded);
        Assert.EndsWith("step_done          send_confirmation: it was sent after all (by ann: no address)\ncompleted", await world.EndAsync(world.Stuck), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void A_pivot_is_concluded_as_not_done_only_through_its_barrier() => VirtualTime.Run(async time =>
    {
        var world = await StuckAsync(time, silent: "ship_order");
        var act = new Resolution.Conclude("ann", "lost", "ship_order", BranchOutcome.NotDone, "not_shipped");
        Assert.Contains("only through its participant's barrier", Assert.IsType<ResolveResult.DoesNotFit>(await world.Client.ResolveAsync(world.Stuck, act)).Detail, StringComparison.Ordinal);

        var other = await StuckAsync(time, new RecordingBarrier("shipping_service", repeats: true), "ship_order");
        Assert.IsType<ResolveResult.Recorded>(await other.Client.ResolveAsync(other.Stuck, act));
        Assert.EndsWith("compensated", await other.EndAsync(other.Stuck), StringComparison.Ordinal);
        Assert.Empty(other.Orders.Effects);
        return true;
    });

    [Fact]
    public void What_does_not_fit_changes_nothing_and_says_how_it_stands() => VirtualTime.Run(async time =>
    {
        var world = await StuckAsync(time);
        var before = await world.TranscriptAsync(world.Stuck);

        var abort = Assert.IsType<ResolveResult.DoesNotFit>(await world.Client.ResolveAsync(world.Stuck, new Resolution.Abort("ann", "stop")));
        Assert.Equal(Decision.GoingForward, abort.Decision);
        var answered = Assert.IsType<ResolveResult.DoesNotFit>(await world.Client.ResolveAsync(
            world.Stuck, new Resolution.Conclude("ann", "x", "create_order", BranchOutcome.Done, "x")));
        Assert.Contains("it is stuck on send_confirmation/retriable", answered.Detail, StringComparison.Ordinal);
        Assert.IsType<ResolveResult.DoesNotFit>(await world.Client.ResolveAsync(world.Stuck, new Resolution.Conclude("ann", "x", "nothing", BranchOutcome.Done, "x")));
        Assert.IsType<ResolveResult.NotFound>(await world.Client.ResolveAsync(TransactionId.Parse(TransactionId.Example), new Resolution.Retry("ann", "x")));
        Assert.Equal(before, await world.TranscriptAsync(world.Stuck));
        return true;
    });

    [Fact]
    public void An_abort_while_it_is_undecided_is_the_decision() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Orders.On("create_order", new Behaviour.Hangs(TimeSpan.FromHours(1)));
        var started = await world.StartAsync();
        Assert.IsType<ResolveResult.Recorded>(await world.Client.ResolveAsync(started.Id, new Resolution.Abort("ann", "wrong customer")));
        Assert.Contains("decided            compensating: wrong customer (by ann)", await world.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    private static async Task<StuckWorld> StuckAsync(VirtualTime time, IParticipantBarrier? barrier = null, string silent = "send_confirmation")
    {
        var world = new StuckWorld(time, barrier);
        world.Orders.On(silent, new Behaviour.Fails());
        world.Stuck = (await world.StartAsync()).Id;
        await world.Client.WaitAsync(world.Stuck, TimeSpan.FromHours(1));
        Assert.Equal(TransactionStatus.Stuck, (await world.Client.GetAsync(world.Stuck))!.Status);
        return world;
    }

    private sealed class StuckWorld(VirtualTime time, IParticipantBarrier? barrier) : World(
        time, orders => SagaShapes.Orders(orders, new CallPolicy { StuckAfter = 2 }), build: tx =>
        {
            if (barrier is not null)
                tx.AddBarrier(_ => barrier);
        })
    {
        public TransactionId Stuck { get; set; } = null!;
    }

    /// <summary>A barrier in which an answer stands already, unless it repeats what it is told.</summary>
    private sealed class RecordingBarrier(string service, bool repeats = false) : IParticipantBarrier
    {
        public List<string> Concluded { get; } = [];

        public string Service => service;

        public Task<BarrierAnswer> ConcludeAsync(
            string transactionId, string branch, Phase phase, BarrierAnswer answer, CancellationToken cancellation = default)
        {
            Concluded.Add($"{branch}/{phase}: {answer.Reason}");
            return Task.FromResult(repeats ? answer : new BarrierAnswer(Verdict.Done, Reason: "it was sent after all"));
        }
    }
}
