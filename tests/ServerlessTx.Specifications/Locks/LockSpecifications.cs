namespace ServerlessTx.Specifications;

/// <summary>Leases that end, tokens that only grow, and a line in which who came first is served first.</summary>
public sealed class LockSpecifications
{
    private static readonly LockTerms Ann = new() { Owner = "ann", Retries = 0 };
    private static readonly LockTerms Bob = new() { Owner = "bob", Retries = 0 };

    [Fact]
    public void A_lock_is_held_by_one_and_its_token_grows_with_each_holder() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        var first = await TakeAsync(locks, Ann);
        var busy = Assert.IsType<LockAnswer.Busy>(await locks.AcquireAsync("stock", Bob));
        Assert.Equal((first.ExpiresAt, 0), (busy.Until, busy.Ahead));
        Assert.Equal(new LockView("stock", true, 1, "ann", first.ExpiresAt, 0), await locks.StateAsync("stock"));

        Assert.True(await locks.ReleaseAsync(first));
        Assert.Equal(2, (await TakeAsync(locks, Bob)).Token);
        return true;
    });

    [Fact]
    public void An_acquire_that_comes_twice_is_the_same_lock_and_a_release_that_comes_twice_is_one() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        var lease = await TakeAsync(locks, Ann);
        Assert.Equal(lease, await TakeAsync(locks, Ann));
        Assert.True(await locks.ReleaseAsync(lease));
        Assert.True(await locks.ReleaseAsync(lease));
        Assert.Equal(new LockView("stock", false, 1, null, null, 0), await locks.StateAsync("stock"));
        return true;
    });

    [Fact]
    public void A_holder_that_vanished_wedges_nothing_and_cannot_come_back_behind_another() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        var lost = await TakeAsync(locks, Ann);
        await Task.Delay(lost.ExpiresAt - time.GetUtcNow(), time);
        var next = await TakeAsync(locks, Bob);

        Assert.Equal(lost.Token + 1, next.Token);
        Assert.Null(await locks.RenewAsync(lost, TimeSpan.FromSeconds(30)));
        Assert.False(await locks.ReleaseAsync(lost));
        Assert.Equal("bob", (await locks.StateAsync("stock")).Owner);
        return true;
    });

    [Fact]
    public void An_expired_lease_that_nobody_took_can_be_renewed() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        var lease = await TakeAsync(locks, Ann);
        await Task.Delay(TimeSpan.FromMinutes(5), time);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromSeconds(10), (await locks.RenewAsync(lease, TimeSpan.FromSeconds(10)))!.ExpiresAt);
        Assert.IsType<LockAnswer.Busy>(await locks.AcquireAsync("stock", Bob));
        return true;
    });

    [Fact]
    public void Who_waits_is_served_in_the_order_in_which_they_came_and_a_newcomer_waits_behind_them() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        var held = await TakeAsync(locks, Ann);
        var served = new List<string>();
        var waiters = new List<Task>();
        foreach (var owner in new[] { "bob", "cleo", "dan" })
        {
            waiters.Add(ServeAsync(owner));
            await Task.Delay(TimeSpan.FromMilliseconds(100), time);
        }

        Assert.Equal(3, (await locks.StateAsync("stock")).Waiting);
        await locks.ReleaseAsync(held);
        Assert.Equal(new LockAnswer.Busy(null, 3), await locks.AcquireAsync("stock", Ann));
        await Task.WhenAll(waiters);
        Assert.Equal(["bob", "cleo", "dan"], served);
        return true;

        async Task ServeAsync(string owner)
        {
            var lease = await TakeAsync(locks, new LockTerms { Owner = owner, Retries = 60 });
            served.Add(owner);
            await locks.ReleaseAsync(lease);
        }
    });

    [Fact]
    public void A_waiter_that_vanished_loses_its_place_and_the_next_is_served() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        var held = await TakeAsync(locks, Ann);
        using var vanishes = new CancellationTokenSource();
        var gone = locks.AcquireAsync("stock", Bob with { Retries = 60 }, vanishes.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(100), time);
        var waits = locks.AcquireAsync("stock", new LockTerms { Owner = "cleo", Retries = 60 });
        vanishes.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await locks.ReleaseAsync(held);
        Assert.Equal("cleo", Assert.IsType<LockAnswer.Held>(await waits).Lease.Owner);
        return true;
    });

    [Fact]
    public void The_token_goes_on_behind_a_purge() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var locks = world.Get<Locks>();
        await locks.ReleaseAsync(await TakeAsync(locks, Ann));
        await locks.ReleaseAsync(await TakeAsync(locks, Ann));
        await Task.Delay(TimeSpan.FromHours(25), time);

        Assert.Equal(1, await world.Get<LockRows>().SweepAsync(TimeSpan.FromHours(24), default));
        Assert.Equal(0, await StoredRows.CountAsync(world.Store, "l|"));
        Assert.Equal(3, (await TakeAsync(locks, Bob)).Token);
        Assert.Equal(0, await world.Get<LockRows>().SweepAsync(TimeSpan.Zero, default));
        return true;
    });

    [Fact]
    public void Of_two_one_gets_it_in_every_order_of_their_store_operations_with_a_purge_between_them()
    {
        var orders = Interleaving.Every(async (time, order) =>
        {
            var store = new MemoryPartitionStore();
            var before = new World(time, store: store).Get<Locks>();
            await before.ReleaseAsync(await TakeAsync(before, Ann));
            await Task.Delay(TimeSpan.FromHours(25), time);
            var hosts = Enumerable.Range(0, 3).Select(_ => new World(time, store: order.Through(store))).ToList();
            foreach (var host in hosts)
                await host.Get<ShardMap>().PartitionsAsync(default);
            order.Close();
            var tries = new[] { hosts[0].Get<Locks>().AcquireAsync("stock", Ann), hosts[1].Get<Locks>().AcquireAsync("stock", Bob) };
            await order.RunAsync([.. tries, hosts[2].Get<LockRows>().SweepAsync(TimeSpan.FromHours(24), default)]);

            var held = Assert.Single((await Task.WhenAll(tries)).OfType<LockAnswer.Held>());
            Assert.True(held.Lease.Token == 2, $"{order.Order}: token {held.Lease.Token}");
            Assert.Equal(held.Lease.Owner, (await before.StateAsync("stock")).Owner);
        });
        Assert.InRange(orders, 20, 20_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_acquire_whose_answer_was_lost_is_the_lock_that_stands(int lost) => VirtualTime.Run(async time =>
    {
        var store = new LossyStore(new MemoryPartitionStore());
        var locks = new World(time, store: store).Get<Locks>();
        await locks.StateAsync("stock");
        store.LoseAnswers = lost;
        Assert.Equal(1, (await TakeAsync(locks, Ann)).Token);
        Assert.Equal(0, store.LoseAnswers);
        Assert.Equal("ann", (await locks.StateAsync("stock")).Owner);
        return true;
    });

    [Fact]
    public void To_take_renew_and_release_costs_a_read_and_a_write_each() => VirtualTime.Run(async time =>
    {
        var store = new WatchedStore(new MemoryPartitionStore());
        var locks = new World(time, store: store).Get<Locks>();
        await locks.ReleaseAsync(await TakeAsync(locks, Ann));
        store.Reset();
        var lease = await TakeAsync(locks, Bob);
        Assert.Equal((1, 1), (store.Reads, store.Commits));
        await locks.RenewAsync(lease, TimeSpan.FromSeconds(30));
        await locks.ReleaseAsync(lease);
        Assert.Equal((3, 3), (store.Reads, store.Commits));
        return true;
    });

    [Theory]
    [InlineData("", 30, "letter or digit")]
    [InlineData("a/b", 30, "letter or digit")]
    [InlineData("stock", 0, "1 to 3600 s")]
    [InlineData("stock", 366 * 24 * 3600, "1 to 3600 s")]
    public void A_wrong_name_or_a_ttl_of_nothing_or_a_year_is_refused_and_nothing_is_written(string resource, int seconds, string says) => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var wrong = await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            world.Get<Locks>().AcquireAsync(resource, new LockTerms { Ttl = TimeSpan.FromSeconds(seconds) }));
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(0, await StoredRows.CountAsync(world.Store, "l|"));
        return true;
    });

    private static async Task<LockLease> TakeAsync(Locks locks, LockTerms terms) => Assert.IsType<LockAnswer.Held>(await locks.AcquireAsync("stock", terms)).Lease;
}
