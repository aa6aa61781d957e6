namespace ServerlessTx.Specifications;

/// <summary>Cancel and deadline are the decision record itself; whoever appends it first has decided (rule 1).</summary>
public sealed class SagaTurnedBack
{
    [Fact]
    public void A_cancel_while_a_step_is_out_undoes_what_may_have_run_and_keeps_the_late_answer_as_evidence() => Assert.Equal(
        """
        started            order_fulfillment
        step_done          create_order
        decided            compensating: changed_my_mind (by ann)
        step_unasked       charge_payment: changed_my_mind
        late               step_done charge_payment
        step_compensated   charge_payment
        step_compensated   create_order
        compensated
        """, World.Run(
            orders => orders.On("charge_payment", new Behaviour.Hangs(TimeSpan.FromSeconds(20))),
            meanwhile: async (world, id) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(10), world.Time);
                Assert.True((await world.Client.CancelAsync(id, "changed_my_mind", "ann"))!.IsNew);
            }));

    [Fact]
    public void A_cancel_after_the_decision_to_go_forward_says_what_was_decided() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Orders.On("ship_order", new Behaviour.Hangs(TimeSpan.FromSeconds(20)));
        var started = await world.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(10), time);

        var state = await world.Client.CancelAsync(started.Id, "changed_my_mind", "ann");

        Assert.Equal((Decision.GoingForward, false), (state!.Decision!.Value, state.IsNew));
        Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void Who_asks_behind_a_refused_pivot_is_told_that_it_is_turned_back() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Orders.On("ship_order", new Behaviour.Refuses("address_not_served"));
        world.Orders.On("refund_payment/undo", new Behaviour.Fails());
        var started = await world.StartAsync();
        await world.EndAsync(started.Id);

        foreach (var told in new[] { await world.Client.AskAsync(started.Id), await world.Client.DecisionAsync(started.Id), await world.Client.CancelAsync(started.Id, "late", "ann") })
            Assert.Equal((Decision.Compensating, "address_not_served", false), (told!.Decision, told.Reason, told.IsNew));
        return true;
    });

    [Fact]
    public void Nobody_cancels_under_the_name_that_a_passed_deadline_has() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var started = await world.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => world.Client.CancelAsync(started.Id, "deadline_passed", "deadline"));
        return true;
    });

    [Fact]
    public void Nobody_cancels_without_a_name_and_a_reason() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var started = await world.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => world.Client.CancelAsync(started.Id, "changed_my_mind", ""));
        await Assert.ThrowsAsync<ArgumentException>(() => world.Client.CancelAsync(started.Id, "", "ann"));
        return true;
    });

    [Fact]
    public void A_saga_without_a_pivot_can_be_cancelled_until_its_last_answer_is_recorded() => Assert.Equal(
        """
        started            three_steps
        step_done          a
        step_done          b
        decided            compensating: changed_my_mind (by ann)
        step_unasked       c: changed_my_mind
        late               step_done c
        step_compensated   c
        step_compensated   b
        step_compensated   a
        compensated
        """, World.Run(
            orders => orders.On("c", new Behaviour.Hangs(TimeSpan.FromSeconds(20))),
            SagaShapes.ThreeSteps,
            async (world, id) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(10), world.Time);
                await world.Client.CancelAsync(id, "changed_my_mind", "ann");
            }));

    [Fact]
    public void A_deadline_ends_the_attempts_and_the_saga_is_undone() => Assert.Equal(
        """
        started            three_steps
        step_done          a
        unanswered         b/action 1: no answer in 30000 ms
        step_unknown       b: the deadline has passed
        decided            compensating: deadline_passed
        step_compensated   b
        step_compensated   a
        compensated
        """, World.Run(
            orders => orders.On("b", new Behaviour.Hangs(TimeSpan.FromHours(1))),
            orders => SagaShapes.ThreeStepsWith(orders, TimeSpan.FromSeconds(40))));

    [Fact]
    public void Who_asks_past_the_deadline_turns_an_undecided_saga_back_and_a_read_does_not() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Orders.On("create_order", new Behaviour.ComesLate(TimeSpan.FromDays(1)));
        var started = await world.StartAsync();
        await world.StopAsync();

        Assert.Null((await world.Client.AskAsync(started.Id))!.Decision);
        await Task.Delay(TimeSpan.FromMinutes(6), time);
        Assert.Null((await world.Client.DecisionAsync(started.Id))!.Decision);
        Assert.Equal((Decision.Compensating, true), (await world.Client.AskAsync(started.Id)) is { } first ? (first.Decision!.Value, first.IsNew) : default);
        Assert.False((await world.Client.AskAsync(started.Id))!.IsNew);
        return true;
    });

    [Fact]
    public void At_every_moment_a_cancel_and_the_protocol_leave_one_decision_and_no_half_effect()
    {
        for (var ms = 0; ms <= 6_000; ms += 250)
        {
            var at = TimeSpan.FromMilliseconds(ms);
            var (transcript, effects, made) = VirtualTime.Run(async time =>
            {
                var world = new World(time);
                foreach (var call in new[] { "create_order", "charge_payment", "reserve_inventory", "ship_order", "send_confirmation" })
                    world.Orders.On(call, new Behaviour.ComesLate(TimeSpan.FromSeconds(1)));
                var started = await world.StartAsync();
                await Task.Delay(at, time);
                await world.Client.CancelAsync(started.Id, "changed_my_mind", "ann");
                return (await world.EndAsync(started.Id), world.Orders.Effects, world.Orders.Made);
            });

            var completed = transcript.EndsWith("completed", StringComparison.Ordinal);
            Assert.True(completed || transcript.EndsWith("compensated", StringComparison.Ordinal), $"at {ms} ms:\n{transcript}");
            Assert.Equal(completed ? 5 : 0, effects.Count);
            Assert.Single(transcript.Split('\n'), line => line.StartsWith("decided", StringComparison.Ordinal));
            Assert.All(made.Values, times => Assert.Equal(1, times));
        }
    }
}
