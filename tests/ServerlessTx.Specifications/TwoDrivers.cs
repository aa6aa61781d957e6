namespace ServerlessTx.Specifications;

/// <summary>Two drivers may run one transaction at once; the evidence is the only truth, and each effect is made once.</summary>
public sealed class TwoDrivers
{
    [Fact]
    public void Who_is_taken_over_starts_no_effect_and_ends() => VirtualTime.Run(async time =>
    {
        var (first, second) = TwoWorlds(time);
        first.Orders.On("charge_payment", new Behaviour.Hangs(TimeSpan.FromSeconds(20)), Behaviour.Answers);
        var started = await first.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(10), time);

        Assert.Equal(1, await second.Recovery.RunAsync(everything: true, default));
        var transcript = await second.EndAsync(started.Id);
        await Task.Delay(TimeSpan.FromMinutes(1), time);

        Assert.Equal(
            """
            started            order_fulfillment
            step_done          create_order
            taken_over         host_b
            step_done          charge_payment
            step_done          reserve_inventory
            decided            going_forward
            step_done          ship_order
            step_done          send_confirmation
            completed
            """, transcript);
        Assert.Equal(transcript, await second.TranscriptAsync(started.Id));
        Assert.Null(first.Runner.Running(started.Id));
        Assert.Single(first.Orders.Calls, call => call == "reserve_inventory/action");
        Assert.All(first.Orders.Made.Values, times => Assert.Equal(1, times));
        return true;
    });

    [Fact]
    public void A_cancel_on_another_host_is_adopted_by_the_driver_at_its_next_flush() => VirtualTime.Run(async time =>
    {
        var (first, second) = TwoWorlds(time);
        first.Orders.On("charge_payment", new Behaviour.Hangs(TimeSpan.FromSeconds(20)), Behaviour.Answers);
        var started = await first.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(10), time);

        await second.Client.CancelAsync(started.Id, "changed_my_mind", "ann");

        Assert.EndsWith(
            """
            decided            compensating: changed_my_mind (by ann)
            step_unasked       charge_payment: changed_my_mind
            late               step_done charge_payment
            step_compensated   charge_payment
            step_compensated   create_order
            compensated
            """, await second.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.Empty(first.Orders.Effects);
        return true;
    });

    [Fact]
    public void An_answer_that_comes_home_behind_a_foreign_record_is_kept_and_not_asked_for_again() => VirtualTime.Run(async time =>
    {
        var (first, second) = TwoWorlds(time);
        first.Orders.On("charge_payment", new Behaviour.Hangs(TimeSpan.FromSeconds(20)));
        var started = await first.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(10), time);

        await second.Client.ResolveAsync(started.Id, new Resolution.Retry("ann", "it takes long"));

        Assert.Equal(
            """
            started            order_fulfillment
            step_done          create_order
            retry_requested    ann: it takes long
            step_done          charge_payment
            step_done          reserve_inventory
            decided            going_forward
            step_done          ship_order
            step_done          send_confirmation
            completed
            """, await second.EndAsync(started.Id));
        Assert.Single(first.Orders.Calls, call => call == "charge_payment/action");
        return true;
    });

    [Fact]
    public void Drivers_that_vanish_one_after_the_other_make_a_stuck_transaction_visible() => VirtualTime.Run(async time =>
    {
        var orders = new OrderServices(time);
        var store = new MemoryPartitionStore();
        var first = World(time, orders, store);
        orders.On("ship_order", new Behaviour.ComesLate(TimeSpan.FromDays(1)));
        var started = await first.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), time);
        await first.StopAsync();
        for (var i = 0; i < 3; i++)
        {
            var next = World(time, orders, store);
            await next.Recovery.RunAsync(everything: true, default);
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            await next.StopAsync();
        }

        Assert.Equal(TransactionStatus.Stuck, (await first.Client.GetAsync(started.Id))!.Status);
        return true;

        static World World(VirtualTime time, OrderServices orders, IPartitionStore store) =>
            new(time, of => SagaShapes.Orders(of, new CallPolicy { StuckAfter = 3 }), store: store, orders: orders);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whichever_answer_of_the_store_is_lost_the_saga_is_completed_and_nothing_is_done_twice(bool lands)
    {
        for (var commit = 1; commit <= 6; commit++)
        {
            var (transcript, made) = VirtualTime.Run(async time =>
            {
                var store = new WatchedStore(new MemoryPartitionStore());
                var world = new World(time, store: store);
                await world.Client.ListAsync(new TransactionQuery());
                store.Reset();
                store.Loss = (commit, lands);
                return (await world.EndAsync((await world.StartAsync(key: "k")).Id), world.Orders.Made);
            });
            Assert.EndsWith("completed", transcript, StringComparison.Ordinal);
            Assert.DoesNotContain("taken_over", transcript, StringComparison.Ordinal);
            Assert.All(made.Values, times => Assert.Equal(1, times));
        }
    }

    private static (World First, World Second) TwoWorlds(VirtualTime time)
    {
        var first = new World(time);
        return (first, new World(time, store: first.Store, orders: first.Orders));
    }
}
