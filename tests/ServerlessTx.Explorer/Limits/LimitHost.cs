using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Explorer;

/// <summary>The product's own limits, over an actor's gates or for somebody who looks.</summary>
internal static class LimitHost
{
    /// <param name="limits">What is limited.</param>
    /// <param name="host">An actor's services.</param>
    /// <param name="name">The host's.</param>
    public static CallEffect Effect(IReadOnlyList<ConcurrencyLimit> limits, ActorHost host, string name) =>
        new(host.Transactions, host.Clock, new ConcurrencyLimits(limits, host.Transactions, host.Shards, host.Clock, name));

    public static IReadOnlyList<LimitView> See(IReadOnlyList<ConcurrencyLimit> limits, RowSet rows, TransactionSubject subject, DateTimeOffset now)
    {
        var (options, time) = (new ServerlessTxOptions { Shards = 1 }, new StandingClock(now));
        var store = Storage.StoreWith(rows, subject.Id.Partition);
        var looking = new ConcurrencyLimits(
            limits, new TransactionStore(store, time, options, NullLogger<TransactionStore>.Instance), new ShardMap(store, options, RandomNumberGenerator.Create()), time, "looks");
        return looking.ListAsync().GetAwaiter().GetResult();
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
