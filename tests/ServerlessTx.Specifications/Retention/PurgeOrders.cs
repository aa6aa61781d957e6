using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Specifications;

/// <summary>A purge beside another, beside a key that is used again, and purges that vanish: there is always an answer.</summary>
public sealed class PurgeOrders
{
    [Fact]
    public void A_replayed_key_begins_one_new_transaction_in_every_order_with_a_purge()
    {
        var rows = Ended();
        var orders = Interleaving.Every(async (time, order) =>
        {
            var store = await AgedAsync(time, rows);
            var used = order.Through(store);
            var (streams, user) = (await StreamsAsync(order.Through(store), time), new Archive(time, used).World);
            await user.Get<ShardMap>().PartitionsAsync(default);
            order.Close();
            StartedTransaction? started = null;
            await order.RunAsync(ForgetAsync(streams, time), StartAsync());

            Assert.False(started!.IsReplay);
            var stored = await StoredRows.AllAsync(store);
            var key = Assert.Single(stored, row => row.Row.Key.StartsWith("k|", StringComparison.Ordinal)).Row;
            Assert.Equal(started.Id.ToString(), key.Columns[TransactionRows.Transaction]);
            Assert.Contains(stored, row => row.Row.Key == StreamStore.Key(started.Id.ToString(), 1));

            async Task StartAsync()
            {
                started = await user.StartAsync(key: "order_1");
                used.Free();
            }
        });
        Assert.InRange(orders, 100, 5_000);
    }

    [Fact]
    public void Two_purges_at_once_leave_nothing_and_take_nothing_else_in_every_order()
    {
        var rows = Ended();
        var orders = Interleaving.Every(async (time, order) =>
        {
            var store = await AgedAsync(time, rows);
            var both = new[] { await StreamsAsync(order.Through(store), time), await StreamsAsync(order.Through(store), time) };
            order.Close();
            await order.RunAsync([.. both.Select(streams => ForgetAsync(streams, time))]);

            Assert.Equal(["m|shards"], (await StoredRows.AllAsync(store)).Select(stored => stored.Row.Key));
        });
        Assert.InRange(orders, 100, 20_000);
    }

    [Fact]
    public void Wherever_a_purge_vanishes_what_is_left_is_whole_or_forgotten_and_the_next_finishes()
    {
        // More rows than two batches hold, and answers in rows of their own.
        var rows = Ended(takeovers: 130, answers: 130);
        Assert.InRange(rows.Count, 260, 280);
        Assert.All(Enumerable.Range(1, 50), death => VirtualTime.Run(async time =>
        {
            var store = await AgedAsync(time, rows);
            var id = TransactionRows.IdOf(rows.First(stored => stored.Row.Key.StartsWith("e|", StringComparison.Ordinal)).Row.Key)!;
            var dying = new Archive(time, new MortalStore(store, new Fate(death))).Purge.RunAsync(default);
            await Task.WhenAny(dying, Task.Delay(TimeSpan.FromMinutes(1), time));

            var archive = new Archive(time, store);
            var listed = (await archive.World.Client.ListAsync(new TransactionQuery())).Transactions.Count;
            Assert.Equal(listed == 1, await IsWholeAsync(archive, id));
            Assert.Equal(listed, await StoredRows.CountAsync(store, "k|"));
            await archive.Purge.RunAsync(default);
            Assert.Equal(["m|forgotten", "m|shards"], (await StoredRows.AllAsync(store)).Select(stored => stored.Row.Key));
            return true;
        }));
    }

    private static async Task<StreamPurge> StreamsAsync(IPartitionStore through, VirtualTime time)
    {
        var options = new ServerlessTxOptions { Shards = 1 };
        var shards = new ShardMap(through, options, RandomNumberGenerator.Create());
        await shards.PartitionsAsync(default);
        return new StreamPurge(new TransactionStore(through, time, options, NullLogger<TransactionStore>.Instance), shards, time);
    }

    private static Task ForgetAsync(StreamPurge streams, VirtualTime time) =>
        streams.RunAsync(time.GetUtcNow().AddDays(-2), TimeSpan.FromDays(2), default);

    private static async Task<bool> IsWholeAsync(Archive archive, TransactionId id)
    {
        try
        {
            return (await archive.World.Client.GetAsync(id))!.Status is TransactionStatus.Completed;
        }
        catch (TransactionForgottenException)
        {
            return false;
        }
    }

    /// <summary>A transaction of that many appends and large answers more, with a key.</summary>
    private static IReadOnlyList<(string Partition, Row Row)> Ended(int takeovers = 0, int answers = 1) => VirtualTime.Run(async time =>
    {
        var world = new Archive(time).World;
        world.Orders.On("create_order", new Behaviour.ComesLate(TimeSpan.FromDays(1)));
        var id = (await world.StartAsync(key: "order_1")).Id;
        await world.Runner.StopAsync();
        for (var i = 0; i < takeovers; i++)
            await AppendAsync(new TakenOver { By = "somebody", At = time.GetUtcNow() }, TransactionStatus.Running);
        await AppendAsync(new Ended { Status = TransactionStatus.Completed, At = time.GetUtcNow() }, TransactionStatus.Completed);
        for (var i = 0; i < answers; i++)
            await world.Transactions.KeepLargeAsync(id, new CallName("ship_order", Phase.Pivot), WireJson.ToElement(i), default);
        return await StoredRows.AllAsync(world.Store);

        async Task AppendAsync(TransactionRecord record, TransactionStatus status)
        {
            var head = (await world.Transactions.LoadAsync(id, default)).Head;
            await world.Transactions.AppendAsync(id, TransactionStore.Seal(head, [RecordCodec.Encode(record)]), "order_fulfillment", status, null, default);
        }
    });

    private static async Task<IPartitionStore> AgedAsync(VirtualTime time, IReadOnlyList<(string Partition, Row Row)> rows)
    {
        await Task.Delay(TimeSpan.FromDays(3), time);
        return await StoredRows.StoreOfAsync(rows);
    }
}
