using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>What runs under a lock, what becomes of it when the lease is lost, and the fence at the resource.</summary>
public sealed class OperationsUnderLock
{
    private const string Partition = "shop";

    [Fact]
    public void An_operation_runs_under_its_lock_and_the_lock_is_free_behind_it() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        var ran = await locks.ExecuteWithLockAsync("stock", TimeSpan.FromSeconds(30), retries: 3, async (lease, cancellation) =>
        {
            // Longer than a lease: it is renewed.
            await Task.Delay(TimeSpan.FromMinutes(5), time, cancellation);
            return new { sold = lease.Token };
        });

        Assert.False((await locks.StateAsync("stock")).IsHeld);
        var expected = $$$"""
            {"status":"success","result":{"sold":1},"evidence":{"lock_acquired":true,"lock_token":1,"lock_holder":"{{{ran.Lease!.Owner}}}","resource":"stock","outlived_its_lease":false}}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), ran.ToDocument()), ran.ToDocument().ToJsonString());
        return true;
    });

    [Fact]
    public void A_lock_that_cannot_be_had_is_a_document_too_and_nothing_runs() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        Assert.IsType<LockAnswer.Held>(await locks.AcquireAsync("stock", new LockTerms { Ttl = TimeSpan.FromMinutes(10) }));
        var began = time.GetUtcNow();
        var ran = await locks.ExecuteWithLockAsync<int>("stock", TimeSpan.FromSeconds(30), retries: 3, (_, _) => throw new InvalidOperationException("it ran"));
        Assert.Equal("""{"status":"failed","reason":"lock_acquisition_failed","resource":"stock"}""", ran.ToDocument().ToJsonString());
        Assert.Equal(TimeSpan.FromSeconds(3), time.GetUtcNow() - began);
        return true;
    });

    [Fact]
    public void An_operation_that_fails_gives_its_lock_up() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        await Assert.ThrowsAsync<TimeoutException>(() => locks.ExecuteWithLockAsync<int>("stock", TimeSpan.FromSeconds(30), 0, (_, _) => throw new TimeoutException()));
        Assert.False((await locks.StateAsync("stock")).IsHeld);
        return true;
    });

    /// <summary>It was done, and is not done again because its lock could not be given up.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_an_operation_came_to_is_heard_though_the_store_is_away_behind_it(bool succeeds) => VirtualTime.Run(async time =>
    {
        var store = new HookedStore(new MemoryPartitionStore());
        var running = new World(time, store: store).Get<Locks>().ExecuteWithLockAsync("stock", TimeSpan.FromSeconds(30), 0, (_, _) =>
        {
            store.BeforeCommit = () => throw new StoreUnavailableException("The store is away; ask again.");
            return succeeds ? Task.FromResult("charged") : throw new TimeoutException("the bank did not answer");
        });
        if (succeeds)
            Assert.Equal(("charged", false), ((await running).Result, (await running).OutlivedItsLease));
        else
            Assert.Equal("the bank did not answer", (await Assert.ThrowsAsync<TimeoutException>(() => running)).Message);

        store.BeforeCommit = () => Task.CompletedTask;
        await Task.Delay(TimeSpan.FromSeconds(31), time);
        Assert.False((await new World(time, store: store).Get<Locks>().StateAsync("stock")).IsHeld);
        return true;
    });

    /// <summary>Not only a store that is away: one that refuses, too.</summary>
    [Fact]
    public void An_operation_whose_lease_cannot_be_renewed_is_told_when_it_ends() => VirtualTime.Run(async time =>
    {
        var store = new HookedStore(new MemoryPartitionStore());
        var began = time.GetUtcNow();
        var ran = await new World(time, store: store).Get<Locks>().ExecuteWithLockAsync("stock", TimeSpan.FromSeconds(30), 0, async (_, lost) =>
        {
            store.BeforeCommit = () => throw new InvalidOperationException("403: the key was rotated");
            var told = new TaskCompletionSource();
            using var cancelled = lost.Register(told.SetResult);
            await told.Task;
            return time.GetUtcNow() - began;
        });
        Assert.Equal((TimeSpan.FromSeconds(30), true), (ran.Result, ran.OutlivedItsLease));
        return true;
    });

    /// <summary>A holder whose process stood still: its clock and its store stood still with it.</summary>
    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 7)]
    public void A_holder_that_outlived_its_lease_corrupts_the_resource_unless_that_checks_tokens(bool isFenced, int stock) => VirtualTime.Run(async time =>
    {
        var (store, stalls) = (new MemoryPartitionStore(), new HookedStore(new MemoryPartitionStore()));
        await WriteAsync(store, null, 10);
        var stalled = new World(time, store: stalls).Get<Locks>();
        var others = new World(time, store: stalls).Get<Locks>();

        var late = stalled.ExecuteWithLockAsync("stock", TimeSpan.FromSeconds(30), 0, async (lease, _) =>
        {
            var seen = await ReadAsync(store);
            stalls.BeforeCommit = () => Task.Delay(TimeSpan.FromMinutes(2), time);
            await Task.Delay(TimeSpan.FromMinutes(1), time);
            return await WriteAsync(store, isFenced ? lease : null, seen + 2);
        });
        await Task.Delay(TimeSpan.FromSeconds(31), time);
        stalls.BeforeCommit = () => Task.CompletedTask;
        await others.ExecuteWithLockAsync("stock", TimeSpan.FromSeconds(30), 0, async (lease, _) => await WriteAsync(store, isFenced ? lease : null, await ReadAsync(store) - 3));

        Assert.Equal(!isFenced, (await late).Result);
        Assert.True((await late).OutlivedItsLease);
        Assert.Equal(stock, await ReadAsync(store));
        return true;
    });

    [Theory]
    [InlineData("")]
    [InlineData("stock/book")]
    public async Task A_name_that_no_lock_can_have_is_admitted_nowhere_and_marks_nothing(string name)
    {
        var rows = new BarrierRows(new MemoryPartitionStore(), Partition, null, default);
        await Assert.ThrowsAsync<ArgumentException>(() => rows.AdmitAsync(new Fence(name, 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => rows.PendingForAsync(name));
        Assert.Empty(rows.Writes);
    }

    private static async Task<int> ReadAsync(IPartitionStore store) => (await new BarrierRows(store, Partition, null, default).FindAsync<Stock>("stock"))!.Left;

    private static async Task<bool> WriteAsync(IPartitionStore store, LockLease? lease, int left)
    {
        var rows = new BarrierRows(store, Partition, null, default);
        if (lease is not null && !await rows.AdmitAsync("stock", lease.Token))
            return false;
        // It writes what it made of what it saw: that is what a lock is for.
        await rows.FindAsync<Stock>("stock");
        rows.Put("stock", new Stock(left));
        return await store.CommitAsync(Partition, [.. rows.Writes]) is CommitResult.Committed;
    }

    private sealed record Stock(int Left);
}
