using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Specifications;

/// <summary>
/// What holds where tasks of a process drive, and not on Durable: there a hub knows what runs, so nobody need be heard of in the open row,
/// and no task of this process is there to be looked at.
/// </summary>
public sealed class DriversOfAProcess
{
    [Fact]
    public void A_driver_that_is_heard_of_is_not_taken_over_before_it_is_due() => VirtualTime.Run(async time =>
    {
        var first = new World(time);
        var second = new World(time, store: first.Store, orders: first.Orders);
        first.Orders.On("send_confirmation", new Behaviour.Fails());
        var started = await first.StartAsync();
        for (var minute = 0; minute < 60; minute++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), time);
            Assert.Equal(0, await second.Recovery.RunAsync(everything: false, default));
        }

        await first.StopAsync();
        await Task.Delay(TimeSpan.FromMinutes(5), time);
        Assert.Equal(1, await second.Recovery.RunAsync(everything: false, default));
        Assert.Contains("taken_over", await second.TranscriptAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    // Found by seed 2972 of the simulation: a connection that broke as its host was ended was logged as a driver that failed.
    [Fact]
    public void A_call_that_breaks_while_its_driver_is_ended_is_no_silence_and_no_failure() => VirtualTime.Run(async time =>
    {
        var logs = new KeptLog();
        World? world = null;
        Task? ended = null;
        world = new World(
            time,
            orders => Saga.For<Order>("order_fulfillment", 1)
                .Step<Receipt>("order_service", "create_order", call =>
                {
                    ended = world!.StopAsync();
                    throw new HttpRequestException("The connection was reset.");
                }, undo: "cancel_order", orders.Undo),
            build: tx => tx.Services.AddLogging(logging => logging.AddProvider(logs)));
        var started = await world.StartAsync();
        await ended!;
        Assert.Equal("started            order_fulfillment", await world.TranscriptAsync(started.Id));
        Assert.DoesNotContain("left to recovery", logs.Text, StringComparison.Ordinal);
        return true;
    });

    // Found by Ctrl-C under a load of parents and children: who wrote first took the kept place for a driver that would look, and nobody drove until it was due.
    [Fact]
    public void Whoever_takes_over_looks_again_when_somebody_writes_in_front_of_it() => VirtualTime.Run(async time =>
    {
        var rows = new MemoryPartitionStore();
        var first = new World(time, store: rows);
        first.Orders.On("charge_payment", new Behaviour.Hangs(TimeSpan.FromHours(1)), Behaviour.Answers);
        var started = await first.StartAsync();
        await first.StopAsync();

        var store = new HookedStore(rows);
        var second = new World(time, store: store, orders: first.Orders);
        store.BeforeCommit = async () =>
        {
            store.BeforeCommit = () => Task.CompletedTask;
            await second.Client.CancelAsync(started.Id, "changed_my_mind", "ann");
        };
        Assert.Equal(1, await second.Recovery.RunAsync(everything: true, default));
        Assert.Equal(TransactionStatus.Compensated, (await second.Client.WaitAsync(started.Id, TimeSpan.FromSeconds(10)))!.Status);
        return true;
    });

    [Fact]
    public void A_driver_that_lost_the_store_leaves_a_transaction_to_whoever_took_it_over_meanwhile() => VirtualTime.Run(async time =>
    {
        var rows = new MemoryPartitionStore();
        var store = new HookedStore(rows);
        var world = new World(time, store: store);
        world.Orders.On("charge_payment", new Behaviour.Hangs(TimeSpan.FromSeconds(5)));
        var started = await world.StartAsync();
        store.BeforeCommit = () => throw new StoreUnavailableException("away");
        store.BeforeRead = (_, _) => throw new StoreUnavailableException("away");
        await Task.Delay(TimeSpan.FromSeconds(10), time);

        var other = new World(time, store: rows, orders: world.Orders);
        world.Orders.On("charge_payment", new Behaviour.Hangs(TimeSpan.FromSeconds(25)));
        Assert.Equal(1, await other.Recovery.RunAsync(everything: true, default));
        store.BeforeCommit = () => Task.CompletedTask;
        store.BeforeRead = (_, _) => Task.CompletedTask;
        await Task.Delay(TimeSpan.FromSeconds(15), time);

        Assert.False(world.Runner.Running(started.Id) is not null);
        Assert.True(other.Runner.Running(started.Id) is not null);
        Assert.EndsWith("completed", await other.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void A_partition_that_does_not_answer_keeps_no_other_waiting() => VirtualTime.Run(async time =>
    {
        var rows = new MemoryPartitionStore();
        var first = new World(time, configure: options => options.Shards = 4, store: rows);
        first.Orders.On("create_order", new Behaviour.Hangs(TimeSpan.FromSeconds(20)));
        for (var order = 0; order < 20; order++)
            await first.StartAsync();
        await first.Runner.StopAsync();
        var open = await first.Client.ListAsync(new TransactionQuery());
        var away = open.Transactions.Count(line => TransactionId.Parse(line.TransactionId).Partition == "00");

        var store = new HookedStore(rows)
        {
            BeforeRead = (partition, _) => partition == "00" ? throw new StoreUnavailableException("away") : Task.CompletedTask,
        };
        var second = new World(time, store: store, orders: first.Orders);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => second.Recovery.RunAsync(everything: true, default));

        Assert.Equal(20 - away, open.Transactions.Count(line => second.Runner.Running(TransactionId.Parse(line.TransactionId)) is not null));
        await second.Runner.StopAsync();
        return true;
    });
}
