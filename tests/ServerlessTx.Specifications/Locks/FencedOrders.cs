using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Specifications;

/// <summary>
/// Two who take one lock, in every order of their store operations. Each operation takes a good part of a lease, so in some orders one
/// stands still with the lock in its hand, loses it, wakes, and goes on in the belief that it is the holder.
/// </summary>
public sealed class FencedOrders
{
    private const string Shop = "shop";
    private static readonly LockTerms Once = new() { Ttl = TimeSpan.FromSeconds(1), Retries = 0 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_every_order_the_resource_sees_tokens_that_only_grow_and_no_sale_is_lost(bool bothAtOnce)
    {
        var all = Every(isFenced: true, bothAtOnce);
        Assert.All(all, seen => Assert.True(seen.IsWhole, $"{seen}"));
        Assert.Contains(all, seen => seen.TurnedAway > 0);
        Assert.InRange(all.Count, 500, 10_000);
    }

    /// <summary>A search that did not see what it is for would pass everything.</summary>
    [Fact]
    public void Without_the_check_at_the_resource_some_orders_spoil_it() => Assert.Contains(Every(isFenced: false, bothAtOnce: false), seen => !seen.IsWhole);

    private static List<Seen> Every(bool isFenced, bool bothAtOnce)
    {
        var all = new List<Seen>();
        Interleaving.Every(async (time, order) =>
        {
            order.Step = 0.4 * Once.Ttl;
            var (store, tokens, turnedAway) = (new MemoryPartitionStore(), new List<long>(), 0);
            var (ann, bob) = (order.Through(store), order.Through(store));
            var (annsLocks, bobsLocks) = (await LocksOfAsync(ann, time), await LocksOfAsync(bob, time));
            if (await annsLocks.AcquireAsync("stock", Once) is LockAnswer.Held { Lease: var before })
                await annsLocks.ReleaseAsync(before);
            order.Close();
            await (bothAtOnce
                ? order.RunAsync(SellAtOnceAsync(annsLocks, ann, renews: true), SellAtOnceAsync(bobsLocks, bob, renews: false))
                : order.RunAsync(SellAtOnceAsync(annsLocks, ann, renews: false), SellWhatWasSeenAsync()));
            var sold = await SoldAsync(new BarrierRows(store, Shop, null, default));
            all.Add(new Seen(order.Order, string.Join(' ', tokens), tokens.Order().SequenceEqual(tokens) && sold == tokens.Count, turnedAway));

            async Task SellAtOnceAsync(Locks locks, IPartitionStore host, bool renews)
            {
                if (await locks.AcquireAsync("stock", Once) is not LockAnswer.Held { Lease: var lease } || (renews && await locks.RenewAsync(lease, Once.Ttl) is null))
                    return;
                await WriteAsync(host, lease, sold => sold + 1);
            }

            // What it sees and what it writes are two acts. So the first of them shows its token too: whoever held the lock before is turned away from then on.
            async Task SellWhatWasSeenAsync()
            {
                if (await bobsLocks.AcquireAsync("stock", Once) is not LockAnswer.Held { Lease: var lease })
                    return;
                var rows = new BarrierRows(bob, Shop, null, default);
                if (isFenced && !await rows.AdmitAsync(lease.Fence))
                    return;
                var seen = await SoldAsync(rows);
                if (!isFenced || await bob.CommitAsync(Shop, [.. rows.Writes]) is CommitResult.Committed)
                    await WriteAsync(bob, lease, _ => seen + 1);
            }

            async Task WriteAsync(IPartitionStore host, LockLease lease, Func<int, int> change)
            {
                var rows = new BarrierRows(host, Shop, null, default);
                var isAdmitted = !isFenced || await rows.AdmitAsync(lease.Fence);
                rows.Put("stock", new Stock(change(await SoldAsync(rows))));
                if (isAdmitted && await host.CommitAsync(Shop, [.. rows.Writes]) is CommitResult.Committed)
                    tokens.Add(lease.Token);
                else
                    turnedAway++;
            }
        });
        return all;
    }

    private static async Task<int> SoldAsync(BarrierRows rows) => (await rows.FindAsync<Stock>("stock"))?.Sold ?? 0;

    private static async Task<Locks> LocksOfAsync(IPartitionStore store, TimeProvider time)
    {
        var options = new ServerlessTxOptions { Shards = 1 };
        var random = RandomNumberGenerator.Create();
        var shards = new ShardMap(store, options, random);
        await shards.PartitionsAsync(default);
        return new Locks(new LockRows(new TransactionStore(store, time, options, NullLogger<TransactionStore>.Instance), shards, time), time, random);
    }

    private sealed record Stock(int Sold);

    /// <summary>What the resource saw of an order: the tokens of those whose write it took, and how many it turned away.</summary>
    private sealed record Seen(string Order, string Tokens, bool IsWhole, int TurnedAway);
}
