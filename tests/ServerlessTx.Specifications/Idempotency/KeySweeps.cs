using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Specifications;

/// <summary>Expired keys go with their attempts; what has not expired stays, whoever sweeps and whenever.</summary>
public sealed class KeySweeps
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    [Fact]
    public void Expired_keys_and_their_attempts_go_and_streams_stay() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await UseAsync(world, till);
        Assert.Equal(0, await world.Get<KeySweep>().RunAsync(default));
        await Task.Delay(Lifetime, time);

        // Three rows of keys, a record beside its effect, and an attempt of each key.
        Assert.Equal(7, await world.Get<KeySweep>().RunAsync(default));
        Assert.Equal(0, await StoredRows.CountAsync(world.Store, "k|"));
        Assert.NotEqual(0, await StoredRows.CountAsync(world.Store, "e|"));
        Assert.Equal(9_500, await Till.BalanceAsync(world.Store));
        return true;
    });

    [Fact]
    public void No_key_goes_a_moment_too_soon() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await UseAsync(world, till);
        var rows = await StoredRows.CountAsync(world.Store, "k|");
        await Task.Delay(Lifetime - TimeSpan.FromMilliseconds(1), time);

        Assert.Equal(0, await world.Get<KeySweep>().RunAsync(default));
        Assert.Equal(rows, await StoredRows.CountAsync(world.Store, "k|"));
        return true;
    });

    [Fact]
    public void The_key_of_an_open_transaction_stays_however_old_it_is() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Orders.On("send_confirmation", new Behaviour.Fails());
        var started = await world.StartAsync(key: "order_1");
        await Task.Delay(TimeSpan.FromDays(3), time);

        Assert.Equal(0, await world.Get<KeySweep>().RunAsync(default));
        var replay = await world.StartAsync(key: "order_1");
        Assert.Equal((started.Id, true), (replay.Id, replay.IsReplay));
        world.Orders.On("send_confirmation", Behaviour.Answers);
        await world.EndAsync(started.Id);
        // It counts from the end.
        await Task.Delay(Lifetime - TimeSpan.FromMinutes(2), time);
        Assert.Equal(0, await world.Get<KeySweep>().RunAsync(default));
        await Task.Delay(TimeSpan.FromMinutes(2), time);
        Assert.Equal(2, await world.Get<KeySweep>().RunAsync(default));
        return true;
    });

    [Fact]
    public void Attempts_of_an_earlier_use_go_and_those_of_the_living_stay() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await till.OnceAsync(world);
        await till.OnceAsync(world);
        await Task.Delay(Lifetime, time);
        await till.OnceAsync(world);
        await till.OnceAsync(world);

        Assert.Equal(1, await world.Get<KeySweep>().RunAsync(default));
        Assert.Equal(2, (await Till.Of(world).EvidenceAsync(Till.Key))!["idempotent_operation"]!["attempts"]!.AsArray().Count);
        return true;
    });

    [Fact]
    public void A_locator_stays_as_long_as_the_record_that_it_leads_to() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Till.Of(world).ProcessOnceAsync<Charge, Charged>(
            Till.Key, Till.Partition, Till.Request, (_, _) => throw new InvalidOperationException("not yet")));
        await Task.Delay(TimeSpan.FromHours(11), time);
        await Till.DebitOnceAsync(world);
        await Task.Delay(TimeSpan.FromHours(14), time);

        Assert.Equal(0, await world.Get<KeySweep>().RunAsync(default));
        Assert.NotNull(await Till.Of(world).EvidenceAsync(Till.Key));
        Assert.Equal(ProcessedStatus.AlreadyProcessed, (await Till.DebitOnceAsync(world)).Status);
        // To use the key renewed its locator.
        await Task.Delay(Lifetime, time);
        Assert.Equal(3, await world.Get<KeySweep>().RunAsync(default));
        return true;
    });

    [Fact]
    public void A_pass_looks_at_so_many_rows_and_the_next_goes_on_behind_them() => VirtualTime.Run(async time =>
    {
        var store = new CountingStore(new MemoryPartitionStore());
        var (world, till) = (new World(time, configure: options => options.Shards = 4, store: store), new Till(time));
        for (var key = 0; key < 2_500; key++)
            await till.OnceAsync(world, Till.Key with { Key = key.ToString(CultureInfo.InvariantCulture) });
        await Task.Delay(Lifetime, time);
        for (var key = 0; key < 200; key++)
            await till.OnceAsync(world, Till.Key with { Key = $"young_{key}" });

        var swept = new List<int>();
        for (var pass = 0; pass < 3; pass++)
        {
            store.RowsRead = 0;
            swept.Add(await world.Get<KeySweep>().RunAsync(default));
            Assert.InRange(store.RowsRead, 0, KeySweep.RowsAPass + 1);
        }

        Assert.Equal(2_500, swept.Sum());
        Assert.All(swept, rows => Assert.InRange(rows, 500, 1_000));
        Assert.Equal(200, await CountKeysAsync(world));
        return true;
    });

    [Fact]
    public void Two_sweeps_at_once_take_the_expired_and_nothing_else_in_every_order()
    {
        var rows = Prepared();
        var orders = Interleaving.Every(async (time, order) =>
        {
            var store = await AgedAsync(time, rows);
            var sweeps = new[] { await SweepAsync(time, order.Through(store)), await SweepAsync(time, order.Through(store)) };
            order.Close();
            await order.RunAsync([.. sweeps.Select(sweep => sweep.RunAsync(default))]);

            Assert.Equal(0, await StoredRows.CountAsync(store, "k|"));
        });
        Assert.InRange(orders, 100, 5_000);
    }

    [Fact]
    public void A_key_that_is_used_while_it_is_swept_leads_to_its_new_transaction_in_every_order()
    {
        var rows = Prepared();
        var orders = Interleaving.Every(async (time, order) =>
        {
            var store = await AgedAsync(time, rows);
            var used = order.Through(store);
            var (sweep, user) = (await SweepAsync(time, order.Through(store)), await WorldAsync(time, used));
            StartedTransaction? started = null;
            order.Close();
            await order.RunAsync(sweep.RunAsync(default), StartAsync());

            Assert.False(started!.IsReplay);
            var key = (await StoredRows.AllAsync(store)).First(stored => stored.Row.Key.StartsWith("k|", StringComparison.Ordinal)).Row;
            Assert.Equal(started.Id.ToString(), key.Columns[TransactionRows.Transaction]);

            async Task StartAsync()
            {
                started = await user.StartAsync(key: "order_1");
                used.Free();
            }
        });
        Assert.InRange(orders, 100, 5_000);
    }

    [Fact]
    public void A_sweep_may_vanish_anywhere_and_the_next_finishes() => Assert.All(Enumerable.Range(1, 40), death => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var (world, till) = (new World(time, store: store), new Till(time));
        await UseAsync(world, till);
        await Task.Delay(Lifetime, time);
        await till.OnceAsync(world, Till.Key with { Key = "young" });
        var dying = new World(time, store: new MortalStore(store, new Fate(death))).Get<KeySweep>().RunAsync(default);
        await Task.WhenAny(dying, Task.Delay(TimeSpan.FromMinutes(1), time));

        await new World(time, store: store).Get<KeySweep>().RunAsync(default);
        Assert.Equal(1, await StoredRows.CountAsync(store, "k|"));
        Assert.NotNull(await Till.Of(world).EvidenceAsync(Till.Key with { Key = "young" }));
        return true;
    }));

    /// <summary>A transaction, an operation outside and one beside its effect, each replayed once.</summary>
    private static async Task UseAsync(World world, Till till)
    {
        for (var use = 0; use < 2; use++)
        {
            await world.EndAsync((await world.StartAsync(key: "order_1")).Id);
            await till.OnceAsync(world, Till.Key with { Key = "outside" });
            await Till.DebitOnceAsync(world);
        }
    }

    private static IReadOnlyList<(string Partition, Row Row)> Prepared() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        for (var use = 0; use < 2; use++)
            await world.EndAsync((await world.StartAsync(key: "order_1")).Id);
        return await StoredRows.AllAsync(world.Store);
    });

    private static async Task<IPartitionStore> AgedAsync(VirtualTime time, IReadOnlyList<(string Partition, Row Row)> rows)
    {
        await Task.Delay(TimeSpan.FromHours(25), time);
        return await StoredRows.StoreOfAsync(rows);
    }

    private static async Task<KeySweep> SweepAsync(VirtualTime time, IPartitionStore through)
    {
        var options = new ServerlessTxOptions { Shards = 1 };
        var (store, shards) = (new TransactionStore(through, time, options, NullLogger<TransactionStore>.Instance), new ShardMap(through, options, RandomNumberGenerator.Create()));
        await shards.PartitionsAsync(default);
        return new KeySweep(store, new IdempotencyKeys(store, options, time), new OperationRows(store, shards, options, time), shards, options, time);
    }

    private static async Task<World> WorldAsync(VirtualTime time, IPartitionStore store)
    {
        var world = new World(time, store: store);
        await world.Get<ShardMap>().PartitionsAsync(default);
        return world;
    }

    private static async Task<int> CountKeysAsync(World world)
    {
        var count = 0;
        foreach (var partition in await world.Get<ShardMap>().PartitionsAsync(default))
        {
            await foreach (var _ in world.Store.ReadAllAsync(partition, RowQuery.Prefix("k|")))
                count++;
        }

        return count;
    }
}
