namespace ServerlessTx.Specifications;

/// <summary>An unanswered call is not a refusal: what may have run is undone like what did (rule 2).</summary>
public sealed class SagaUnknownOutcomes
{
    [Fact]
    public void A_step_that_answers_at_the_second_attempt_is_done() => Assert.Equal(
        """
        started            order_fulfillment
        step_done          create_order
        unanswered         charge_payment/action 1: InvalidOperationException: out of order
        step_done          charge_payment
        step_done          reserve_inventory
        decided            going_forward
        step_done          ship_order
        step_done          send_confirmation
        completed
        """, World.Run(orders => orders.On("charge_payment", new Behaviour.Fails(), Behaviour.Answers)));

    [Fact]
    public void A_step_that_never_answers_may_have_run_and_is_undone_too() => Assert.Equal(
        """
        started            order_fulfillment
        step_done          create_order
        unanswered         charge_payment/action 1: InvalidOperationException: the answer was lost
        unanswered         charge_payment/action 2: InvalidOperationException: the answer was lost
        unanswered         charge_payment/action 3: InvalidOperationException: the answer was lost
        step_unknown       charge_payment: no answer in 3 attempts
        decided            compensating: no_answer_from_charge_payment
        step_compensated   charge_payment
        step_compensated   create_order
        compensated
        """, World.Run(orders => orders.On("charge_payment", new Behaviour.DoesAndFails())));

    [Fact]
    public void A_participant_that_is_at_work_is_asked_again_no_earlier_than_it_said() => Assert.Equal(
        """
        started            order_fulfillment
        unanswered         create_order/action 1: it is still at work on it
        step_done          create_order
        step_done          charge_payment
        step_done          reserve_inventory
        decided            going_forward
        step_done          ship_order
        step_done          send_confirmation
        completed
        after 45 s
        """, Asked(TimeSpan.FromSeconds(45)));

    [Fact]
    public void A_participant_cannot_ask_for_more_than_the_longest_pause_of_the_policy() =>
        Assert.EndsWith("after 60 s", Asked(TimeSpan.FromDays(1)), StringComparison.Ordinal);

    [Fact]
    public void A_call_that_outlasts_its_time_out_counts_as_unanswered() => Assert.Equal(
        """
        started            order_fulfillment
        unanswered         create_order/action 1: no answer in 30000 ms
        step_done          create_order
        step_done          charge_payment
        step_done          reserve_inventory
        decided            going_forward
        step_done          ship_order
        step_done          send_confirmation
        completed
        """, World.Run(orders => orders.On("create_order", new Behaviour.Hangs(TimeSpan.FromHours(1)), Behaviour.Answers)));

    [Fact]
    public void A_call_that_arrives_after_its_undo_is_refused_and_leaves_no_effect() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Orders.On("charge_payment", new Behaviour.ComesLate(TimeSpan.FromHours(1)));
        var started = await world.StartAsync();
        var transcript = await world.EndAsync(started.Id);
        await Task.Delay(TimeSpan.FromHours(2), time);

        Assert.EndsWith("step_compensated   charge_payment\nstep_compensated   create_order\ncompensated", transcript, StringComparison.Ordinal);
        Assert.Empty(world.Orders.Effects);
        return true;
    });

    [Fact]
    public void A_pivot_that_may_have_run_is_asked_until_it_answers() => Assert.Equal(
        """
        started            order_fulfillment
        step_done          create_order
        step_done          charge_payment
        step_done          reserve_inventory
        decided            going_forward
        unanswered         ship_order/pivot 1: InvalidOperationException: the answer was lost
        unanswered         ship_order/pivot 2: InvalidOperationException: out of order
        unanswered         ship_order/pivot 3: InvalidOperationException: out of order
        unanswered         ship_order/pivot 4: InvalidOperationException: out of order
        step_done          ship_order
        step_done          send_confirmation
        completed
        """, World.Run(orders => orders.On(
            "ship_order", new Behaviour.DoesAndFails(), new Behaviour.Fails(), new Behaviour.Fails(), new Behaviour.Fails(), Behaviour.Answers)));

    [Fact]
    public void A_retriable_step_that_fails_for_long_is_stuck_and_visible_and_then_done() => Assert.Equal(
        """
        started            order_fulfillment
        step_done          create_order
        step_done          charge_payment
        step_done          reserve_inventory
        decided            going_forward
        step_done          ship_order
        unanswered         send_confirmation/retriable 1: InvalidOperationException: out of order
        unanswered         send_confirmation/retriable 2: InvalidOperationException: out of order
        stuck              send_confirmation/retriable
        step_done          send_confirmation
        completed
        """, World.Run(
            orders => orders.On("send_confirmation", [.. Enumerable.Repeat(new Behaviour.Fails(), 20), Behaviour.Answers]),
            orders => SagaShapes.Orders(orders, new CallPolicy { StuckAfter = 2 })));

    [Fact]
    public void A_stuck_transaction_says_so_while_it_lasts() => VirtualTime.Run(async time =>
    {
        var world = new World(time, orders => SagaShapes.Orders(orders, new CallPolicy { StuckAfter = 2 }));
        world.Orders.On("send_confirmation", new Behaviour.Fails());
        var started = await world.StartAsync();

        var state = await world.Client.WaitAsync(started.Id, TimeSpan.FromHours(1));

        Assert.Equal(TransactionStatus.Stuck, state!.Status);
        Assert.Equal(["send_confirmation/retriable"], state.Silent);
        Assert.Equal(TransactionStatus.Stuck, (await world.Client.ListAsync(new TransactionQuery())).Transactions.Single().Status);

        world.Orders.On("send_confirmation", Behaviour.Answers);
        Assert.Equal(TransactionStatus.Completed, (await world.Client.WaitAsync(started.Id, TimeSpan.FromHours(1)))!.Status);
        return true;
    });

    [Fact]
    public void A_step_that_ended_otherwise_is_heuristic_and_never_smoothed_over() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Orders.On("send_confirmation", new Behaviour.EndsOtherwise("the address bounced"));
        var started = await world.StartAsync();

        var state = await world.Client.WaitAsync(started.Id, TimeSpan.FromHours(1));

        Assert.Equal(TransactionStatus.Completed, state!.Status);
        Assert.True(state.Heuristic);
        Assert.Equal(Guarantees.Violated, state.Guarantees.Achieved.Atomicity);
        return true;
    });

    private static string Asked(TimeSpan retryAfter) => VirtualTime.Run(async time =>
    {
        var (world, begun) = (new World(time), time.GetUtcNow());
        world.Orders.On("create_order", new Behaviour.Works(retryAfter), Behaviour.Answers);
        var transcript = await world.EndAsync((await world.StartAsync()).Id);
        return $"{transcript}\nafter {(time.GetUtcNow() - begun).TotalSeconds} s";
    });
}
