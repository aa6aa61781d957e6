using Result = ServerlessTx.CommandResult<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountEvent>;

namespace ServerlessTx.Samples.Tests;

/// <summary>Accounts over a store that is away, over one where others are quicker, and what stands in it afterwards.</summary>
public sealed class AccountStoreSpecifications
{
    private static readonly AccountCommand OneMore = new AccountCommand.Deposit(1m);

    [Fact]
    public void A_store_that_does_not_answer_is_asked_five_times_within_a_second_and_a_half() => VirtualTime.Run(async time =>
    {
        var (store, bank) = Intercepted(time);
        await bank.OpenAsync("a", 1);
        var (commits, began) = (0, time.GetUtcNow());
        store.Before = operation => operation.IsCommit && ++commits > 0 ? throw Away() : Task.CompletedTask;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => bank.Accounts.HandleAsync("a", OneMore));
        Assert.Equal((5, TimeSpan.FromMilliseconds(1_520)), (commits, time.GetUtcNow() - began));

        store.Before = _ => Task.CompletedTask;
        Assert.Equal(2m, (await bank.DoAsync("a", OneMore)).State.Balance);
        return true;
    });

    [Fact]
    public void Who_is_overtaken_in_twenty_rounds_hears_of_a_conflict_and_has_waited_between_them() => VirtualTime.Run(async time =>
    {
        var (store, bank) = Intercepted(time);
        await bank.OpenAsync("a", 0);
        var quicker = new Bank(time, store.Inner);
        store.Before = operation => operation.IsCommit ? quicker.DoAsync("a", OneMore) : Task.CompletedTask;
        var began = time.GetUtcNow();
        Assert.Equal(20, Assert.IsType<Result.Conflict>(await bank.Accounts.HandleAsync("a", OneMore)).Version);
        Assert.InRange(time.GetUtcNow() - began, TimeSpan.FromMilliseconds(800), TimeSpan.FromSeconds(2));
        Assert.Equal(20m, (await quicker.Accounts.LoadAsync("a")).State.Balance);
        return true;
    });

    [Fact]
    public void A_snapshot_is_stored_with_the_fiftieth_event_and_no_sooner() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 48);
        Assert.Empty(await SnapshotsAsync(bank));
        await bank.DoAsync("a", OneMore);
        var first = Assert.Single(await SnapshotsAsync(bank));
        for (var i = 0; i < 49; i++)
            await bank.DoAsync("a", OneMore);
        Assert.Equal(first.ETag, Assert.Single(await SnapshotsAsync(bank)).ETag);
        await bank.DoAsync("a", OneMore);
        Assert.NotEqual(first.ETag, Assert.Single(await SnapshotsAsync(bank)).ETag);
        return true;
    });

    [Fact]
    public void A_snapshot_that_cannot_be_stored_is_no_failure_of_the_command_and_is_stored_later() => VirtualTime.Run(async time =>
    {
        var (store, bank) = Intercepted(time);
        await bank.OpenAsync("a", 48);
        var commits = 0;
        store.Before = operation => operation.IsCommit && ++commits > 1 ? throw Away() : Task.CompletedTask;
        Assert.Equal(50, (await bank.DoAsync("a", OneMore)).Version);
        Assert.Equal(2, commits);
        Assert.Empty(await SnapshotsAsync(bank));

        store.Before = _ => Task.CompletedTask;
        await bank.DoAsync("a", OneMore);
        Assert.Single(await SnapshotsAsync(bank));
        return true;
    });

    [Fact]
    public void Whoever_has_loaded_it_reads_once_more_and_no_longer_from_the_beginning() => VirtualTime.Run(async time =>
    {
        var (store, bank) = Intercepted(time);
        await new Bank(time, store.Inner).OpenAsync("a", 30);
        await bank.Accounts.LoadAsync("a");
        var before = store.Operations;
        await bank.Accounts.LoadAsync("a");
        Assert.Equal(1, store.Operations - before);
        return true;
    });

    [Fact]
    public void A_stream_that_goes_on_from_another_history_is_noticed_by_who_knew_it() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 1);
        var other = bank.Process();
        await other.LoadAsync("a");
        await bank.DoAsync("a", OneMore);
        var partition = await bank.Accounts.PartitionOfAsync("a");
        var row = (await bank.Store.ReadAsync(partition, RowQuery.Single("e|BankAccount:a|0000000003"))).Rows[0];
        var columns = new Dictionary<string, string>(row.Columns) { ["previous_hash"] = ChainHash.Zero.ToString() };
        await bank.Store.CommitAsync(partition, [new RowWrite.Replace(row.Key, row.ETag, row.Payload, columns)]);
        var broken = await Assert.ThrowsAsync<BrokenStreamException>(() => other.LoadAsync("a"));
        Assert.StartsWith("The stream 'BankAccount:a' does not link up: ", broken.Message, StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void What_happens_inside_a_barrier_is_fed_to_projections_and_what_nobody_projects_is_not() => VirtualTime.Run(async time =>
    {
        foreach (var hasFeed in new[] { true, false })
        {
            var store = new MemoryPartitionStore();
            var accounts = new Aggregates<Account, AccountCommand, AccountEvent>(Account.Type with { HasFeed = hasFeed }, store, time);
            var partition = await accounts.PartitionOfAsync("a");
            await accounts.HandleAsync("a", new AccountCommand.Open("cust_1", "EUR", 0m));
            await new Barrier(store, time).AloneAsync(partition, rows => accounts.HandleAsync(rows, "a", OneMore));
            Assert.Equal(hasFeed ? 2 : 0, (await store.ReadAsync(partition, RowQuery.Prefix(RowKinds.Feed, limit: 10))).Rows.Count);
            Assert.Equal(1m, (await accounts.LoadAsync("a")).State.Balance);
        }

        return true;
    });

    [Fact]
    public void A_command_that_comes_again_and_would_be_refused_by_now_gets_its_first_answer() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 5);
        var terms = new CommandTerms { IdempotencyKey = "k" };
        var all = new AccountCommand.Withdraw(5m);
        Assert.False(Assert.IsType<Result.Accepted>(await bank.Accounts.HandleAsync("a", all, terms)).IsReplay);
        Assert.True(Assert.IsType<Result.Accepted>(await bank.Process().HandleAsync("a", all, terms)).IsReplay);
        Assert.IsType<Result.Refused>(await bank.Accounts.HandleAsync("a", all));
        return true;
    });

    [Fact]
    public void A_key_is_its_callers_own_and_is_a_key() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 0);
        foreach (var caller in new[] { "ann", "bob", new CommandTerms().Caller, "ann", "local" })
            await bank.Accounts.HandleAsync("a", OneMore, new CommandTerms { IdempotencyKey = "k", Caller = caller });
        Assert.Equal(3m, (await bank.Accounts.LoadAsync("a")).State.Balance);
        var reused = await Assert.ThrowsAsync<IdempotencyKeyReusedException>(
            () => bank.Accounts.HandleAsync("a", new AccountCommand.Deposit(2m), new CommandTerms { IdempotencyKey = "k", Caller = "ann" }));
        Assert.Equal("The idempotency key 'k' of the operation 'BankAccount:a' belongs to another request. Use a new key for a new request.", reused.Message);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => bank.Accounts.HandleAsync("a", OneMore, new CommandTerms { IdempotencyKey = "" }));
        return true;
    });

    [Fact]
    public void Each_event_has_an_id_of_its_own() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 9);
        var ids = (await bank.Accounts.HistoryAsync("a")).Select(happened => happened.EventId).ToList();
        Assert.Equal(10, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^evt_[0-9a-f]{20}$", id));
        return true;
    });

    private static (InterceptedStore Store, Bank Bank) Intercepted(VirtualTime time)
    {
        var store = new InterceptedStore(new MemoryPartitionStore());
        return (store, new Bank(time, store));
    }

    private static StoreUnavailableException Away() => new("The store is away; ask again.");

    private static async Task<IReadOnlyList<Row>> SnapshotsAsync(Bank bank) =>
        (await bank.Store.ReadAsync(await bank.Accounts.PartitionOfAsync("a"), RowQuery.Prefix(RowKinds.Snapshots, limit: 10))).Rows;
}
