using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Specifications;

public sealed class HousekeepingSpecifications
{
    [Fact]
    public void A_job_that_fails_in_every_pass_is_named_and_takes_nothing_from_those_behind_it() => VirtualTime.Run(async time =>
    {
        var (store, log) = (new HookedStore(new MemoryPartitionStore()), new KeptLog());
        var world = new World(time, store: store, build: tx => tx.Services.AddLogging(logging => logging.AddProvider(log)));
        var locks = world.Get<Locks>();
        var held = Assert.IsType<LockAnswer.Held>(await locks.AcquireAsync("stock", new LockTerms { Owner = "ann" }));
        await locks.ReleaseAsync(held.Lease);
        await Task.Delay(TimeSpan.FromHours(25), time);
        store.BeforeRead = (_, query) => query.From.StartsWith(RowKinds.Keys, StringComparison.Ordinal)
            ? throw new InvalidOperationException("A row that nobody can read.")
            : Task.CompletedTask;

        await world.Get<Housekeeping>().RunAsync(default);
        Assert.Equal(0, await StoredRows.CountAsync(store, RowKinds.Locks));
        Assert.Contains(log.Lines, line => line.StartsWith("Error: The sweep of keys ", StringComparison.Ordinal));
        return true;
    });
}
