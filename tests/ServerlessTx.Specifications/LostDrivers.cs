namespace ServerlessTx.Specifications;

/// <summary>Transactions whose driver is gone, or seems to be: somebody drives on, soon, and nobody waits behind another.</summary>
public sealed class LostDrivers
{
    [Fact]
    public void A_transaction_that_begins_while_recovery_looks_keeps_a_driver() => VirtualTime.Run(async time =>
    {
        var store = new HookedStore(new MemoryPartitionStore());
        var world = new World(time, store: store);
        world.Orders.On("create_order", new Behaviour.Hangs(TimeSpan.FromSeconds(5)));
        Task<int>? recovered = null;
        Assert.Empty((await world.Client.ListAsync(new TransactionQuery())).Transactions);
        store.AfterCommit = () =>
        {
            // The open row stands and its starter does not know it yet; recovery reads the stream a second later.
            store.AfterCommit = () => Task.CompletedTask;
            recovered = world.Recovery.RunAsync(everything: true, default);
            return Task.CompletedTask;
        };
        store.BeforeRead = (_, query) =>
            query.From.StartsWith("e|", StringComparison.Ordinal) ? Task.Delay(TimeSpan.FromSeconds(1), time) : Task.CompletedTask;

        var started = await world.StartAsync();
        var state = await world.Client.WaitAsync(started.Id, TimeSpan.FromMinutes(1));

        Assert.Equal(TransactionStatus.Completed, state!.Status);
        Assert.Equal(0, await recovered!);
        return true;
    });

    [Fact]
    public void A_driver_that_loses_the_store_goes_on_when_it_is_back_and_does_not_wait_for_recovery() => VirtualTime.Run(async time =>
    {
        var store = new HookedStore(new MemoryPartitionStore());
        var world = new World(time, store: store);
        world.Orders.On("charge_payment", new Behaviour.Hangs(TimeSpan.FromSeconds(5)));
        var started = await world.StartAsync();
        store.BeforeCommit = () => throw new StoreUnavailableException("away");
        store.BeforeRead = (_, _) => throw new StoreUnavailableException("away");
        await Task.Delay(TimeSpan.FromSeconds(40), time);

        store.BeforeCommit = () => Task.CompletedTask;
        store.BeforeRead = (_, _) => Task.CompletedTask;
        var state = await world.Client.WaitAsync(started.Id, TimeSpan.FromSeconds(20));

        Assert.Equal(TransactionStatus.Completed, state!.Status);
        Assert.All(world.Orders.Made.Values, times => Assert.Equal(1, times));
        return true;
    });

    [Fact]
    public void A_transaction_goes_on_under_new_settings_and_is_asked_as_often_as_it_was_promised() => VirtualTime.Run(async time =>
    {
        var rows = new MemoryPartitionStore();
        var first = new World(time, Define(new CallPolicy { Attempts = 2, TimeoutMs = 1 }), store: rows);
        first.Orders.On("create_order", new Behaviour.Hangs(TimeSpan.FromSeconds(5)));
        var started = await first.StartAsync("adjusted");
        await first.Runner.StopAsync();

        var second = new World(time, Define(new CallPolicy { Attempts = 7, TimeoutMs = 1_000 }), store: rows);
        second.Orders.On("create_order", new Behaviour.Hangs(TimeSpan.FromSeconds(5)));
        Assert.Equal(1, await second.Recovery.RunAsync(everything: true, default));
        Assert.Equal(
            """
            started            adjusted
            taken_over         host_b
            unanswered         create_order/action 1: no answer in 1000 ms
            unanswered         create_order/action 2: no answer in 1000 ms
            step_unknown       create_order: no answer in 2 attempts
            decided            compensating: no_answer_from_create_order
            step_compensated   create_order
            compensated
            """,
            await second.EndAsync(started.Id));
        return true;
    });

    private static Func<OrderServices, Workflow> Define(CallPolicy policy) => orders => Saga
        .For<Order>("adjusted", 1, policy)
        .Step<Receipt>("order_service", "create_order", orders.Do, undo: "cancel_order", orders.Undo);
}
