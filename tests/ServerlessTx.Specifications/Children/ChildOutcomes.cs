namespace ServerlessTx.Specifications;

/// <summary>A step that is a transaction of its own: begun once, told of once, turned back with its parent, and undone only when it was done.</summary>
public sealed class ChildOutcomes
{
    [Fact]
    public void A_child_that_is_done_answers_the_step_that_waits_for_it() => Assert.Equal(
        """
        started            order
        step_done          take_order
        step_done          ship
        wait_began         ship_ended 1
        signalled          ship_ended (by child)
        wait_decided       ship_ended 1: signalled
        step_done          ship_ended
        step_done          bill
        decided            going_forward
        completed

        started            shipment
        step_done          pick
        decided            going_forward
        step_done          hand_over
        step_done          announce
        completed
        """, Family.Run(_ => { }));

    [Fact]
    public void A_child_that_is_turned_back_refuses_it_and_is_not_undone() => Assert.Equal(
        """
        started            order
        step_done          take_order
        step_done          ship
        wait_began         ship_ended 1
        signalled          ship_ended: child_compensated: address_unknown (by child)
        wait_decided       ship_ended 1: signalled
        wait_refused       ship_ended: child_compensated: address_unknown
        decided            compensating: child_compensated: address_unknown
        step_compensated   ship
        step_compensated   take_order
        compensated

        started            shipment
        step_done          pick
        decided            going_forward
        step_refused       hand_over: address_unknown
        turned_back        address_unknown
        step_compensated   pick
        compensated
        """, Family.Run(orders => orders.On("hand_over", new Behaviour.Refuses("address_unknown"))));

    [Fact]
    public void An_undecided_child_is_turned_back_with_its_parent() => Assert.Equal(
        """
        started            order
        step_done          take_order
        step_done          ship
        wait_began         ship_ended 1
        decided            compensating: changed_my_mind (by ann)
        wait_unasked       ship_ended: changed_my_mind
        step_compensated   ship
        step_compensated   take_order
        compensated

        started            shipment
        decided            compensating: parent_turned_back (by parent)
        step_unasked       pick: parent_turned_back
        late               step_done pick
        step_compensated   pick
        compensated
        """, Family.Run(
            orders => orders.On("pick", new Behaviour.ComesLate(TimeSpan.FromSeconds(20))),
            async (world, id) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(5), world.Time);
                Assert.True((await world.Client.CancelAsync(id, "changed_my_mind", "ann"))!.IsNew);
            }));

    [Fact]
    public void A_child_past_its_pivot_comes_to_its_end_and_is_undone_by_the_steps_own_undo() => Assert.Equal(
        """
        started            order
        step_done          take_order
        step_done          ship
        wait_began         ship_ended 1
        decided            compensating: changed_my_mind (by ann)
        wait_unasked       ship_ended: changed_my_mind
        step_compensated   ship
        step_compensated   take_order
        compensated

        started            shipment
        step_done          pick
        decided            going_forward
        step_done          hand_over
        unanswered         announce/retriable 1: InvalidOperationException: out of order
        unanswered         announce/retriable 2: InvalidOperationException: out of order
        unanswered         announce/retriable 3: InvalidOperationException: out of order
        unanswered         announce/retriable 4: InvalidOperationException: out of order
        unanswered         announce/retriable 5: InvalidOperationException: out of order
        step_done          announce
        completed
        """, Family.Run(
            orders => orders.On("announce", [.. Enumerable.Repeat(new Behaviour.Fails(), 5), Behaviour.Answers]),
            async (world, id) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2), world.Time);
                await world.Client.CancelAsync(id, "changed_my_mind", "ann");
            }));

    [Fact]
    public void What_comes_behind_a_child_can_refuse_and_the_child_is_undone() => Assert.Equal(
        """
        started            order
        step_done          take_order
        step_done          ship
        wait_began         ship_ended 1
        signalled          ship_ended (by child)
        wait_decided       ship_ended 1: signalled
        step_done          ship_ended
        step_refused       bill: no_credit
        decided            compensating: no_credit
        step_compensated   ship
        step_compensated   take_order
        compensated

        started            shipment
        step_done          pick
        decided            going_forward
        step_done          hand_over
        step_done          announce
        completed
        """, Family.Run(orders => orders.On("bill", new Behaviour.Refuses("no_credit"))));

    [Fact]
    public void When_the_parents_wait_expires_a_child_past_its_pivot_is_waited_for_and_undone() => Assert.Equal(
        """
        started            order
        step_done          take_order
        step_done          ship
        wait_began         ship_ended 1
        wait_decided       ship_ended 1: expired
        wait_refused       ship_ended: no_ship_ended
        decided            compensating: no_ship_ended
        step_compensated   ship
        step_compensated   take_order
        compensated

        started            shipment
        step_done          pick
        decided            going_forward
        step_done          hand_over
        unanswered         announce/retriable 1: InvalidOperationException: out of order
        unanswered         announce/retriable 2: InvalidOperationException: out of order
        unanswered         announce/retriable 3: InvalidOperationException: out of order
        unanswered         announce/retriable 4: InvalidOperationException: out of order
        unanswered         announce/retriable 5: InvalidOperationException: out of order
        unanswered         announce/retriable 6: InvalidOperationException: out of order
        unanswered         announce/retriable 7: InvalidOperationException: out of order
        unanswered         announce/retriable 8: InvalidOperationException: out of order
        unanswered         announce/retriable 9: InvalidOperationException: out of order
        unanswered         announce/retriable 10: InvalidOperationException: out of order
        stuck              announce/retriable
        step_done          announce
        completed
        """, Family.Run(
            orders => orders.On("announce", [.. Enumerable.Repeat(new Behaviour.Fails(), 11), Behaviour.Answers])));

    [Fact]
    public void A_child_that_was_not_begun_never_is() => VirtualTime.Run(async time =>
    {
        var store = new HookedStore(new MemoryPartitionStore());
        var world = Family.World(time, store);
        world.Orders.On("take_order", new Behaviour.ComesLate(TimeSpan.FromSeconds(1)));
        var started = await world.StartAsync("order");
        var child = Family.ChildOf(started.Id);
        // It is looked for before it is begun.
        store.BeforeRead = (_, query) =>
        {
            if (query.From.StartsWith($"{RowKinds.Appends}{child}|", StringComparison.Ordinal))
                store.BeforeCommit = LateAsync;
            return Task.CompletedTask;
        };
        await Task.Delay(TimeSpan.FromSeconds(5), time);
        await world.Client.CancelAsync(started.Id, "changed_my_mind", "ann");

        Assert.Equal(
            """
            started            order
            step_done          take_order
            decided            compensating: changed_my_mind (by ann)
            step_unasked       ship: changed_my_mind
            step_compensated   ship
            step_compensated   take_order
            compensated

            started            shipment
            decided            compensating: parent_turned_back (by parent)
            compensated
            """, await Family.EndAsync(world, started.Id, child));
        await Task.Delay(TimeSpan.FromMinutes(2), time);
        Assert.Equal(
            """
            started            shipment
            decided            compensating: parent_turned_back (by parent)
            compensated
            """, await world.EndAsync(child));
        Assert.Empty(world.Orders.Effects);
        Assert.Equal(["take_order/action", "take_order/undo"], world.Orders.Calls);
        return true;

        // The begin is on its way, and comes to the store when its parent has ended.
        Task LateAsync()
        {
            (store.BeforeRead, store.BeforeCommit) = ((_, _) => Task.CompletedTask, () => Task.CompletedTask);
            return Task.Delay(TimeSpan.FromMinutes(2), time);
        }
    });

    [Fact]
    public void A_child_has_children_and_all_are_turned_back() => VirtualTime.Run(async time =>
    {
        var world = Family.World(time);
        world.Orders.On("pick", new Behaviour.ComesLate(TimeSpan.FromSeconds(20)));
        var house = await world.StartAsync("house");
        var order = Family.ChildOf(house.Id, "furnish");
        await Task.Delay(TimeSpan.FromSeconds(5), time);
        await world.Client.CancelAsync(house.Id, "changed_my_mind", "ann");

        Assert.Equal(
            """
            started            house
            step_done          build
            step_done          furnish
            wait_began         furnish_ended 1
            decided            compensating: changed_my_mind (by ann)
            wait_unasked       furnish_ended: changed_my_mind
            step_compensated   furnish
            step_compensated   build
            compensated

            started            order
            step_done          take_order
            step_done          ship
            wait_began         ship_ended 1
            decided            compensating: parent_turned_back (by parent)
            wait_unasked       ship_ended: parent_turned_back
            step_compensated   ship
            step_compensated   take_order
            compensated

            started            shipment
            decided            compensating: parent_turned_back (by parent)
            step_unasked       pick: parent_turned_back
            late               step_done pick
            step_compensated   pick
            compensated
            """, await Family.EndAsync(world, house.Id, order, Family.ChildOf(order)));
        Assert.Empty(world.Orders.Effects);
        return true;
    });
}
