namespace ServerlessTx.Samples.Tests;

public sealed class ProjectionSpecifications
{
    [Fact]
    public void Customers_and_the_ledger_follow_the_accounts() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        var projector = bank.Projector();
        await projector.EnsureAsync();
        var told = new List<string>();
        async Task TellAsync(string happened)
        {
            await projector.RunAsync();
            told.Add($"{happened,-22} {await ProjectedBank.TextAsync(projector)}");
        }

        await bank.DoAsync("a", new AccountCommand.Open("ann", "EUR", 10m));
        await TellAsync("ann opens a");
        await bank.DoAsync("b", new AccountCommand.Open("ann", "EUR", 0m));
        await bank.DoAsync("c", new AccountCommand.Open("ann", "USD", 1m));
        await TellAsync("ann opens b and c");
        await bank.DoAsync("d", new AccountCommand.Open("bob", "EUR", 5m));
        await bank.DoAsync("a", new AccountCommand.Withdraw(10m));
        await bank.DoAsync("d", new AccountCommand.Deposit(0.5m));
        await bank.DoAsync("d", new AccountCommand.Deposit(0.25m));
        await TellAsync("money comes and goes");
        await bank.DoAsync("d", new AccountCommand.Hold("h", 5m));
        await TellAsync("money is held");
        Assert.Equal(
            """
            ann opens a            ann 1 EUR:10 | EUR 1:10
            ann opens b and c      ann 3 EUR:10 USD:1 | EUR 2:10 USD 1:1
            money comes and goes   ann 3 EUR:0 USD:1 bob 1 EUR:5.75 | EUR 3:5.75 USD 1:1
            money is held          ann 3 EUR:0 USD:1 bob 1 EUR:5.75 | EUR 3:5.75 USD 1:1
            """, string.Join('\n', told));
        return true;
    });

    [Fact]
    public void An_append_with_its_feed_is_one_request_and_a_command_on_a_known_account_two() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time, new WatchedStore(new MemoryPartitionStore()));
        await bank.OpenAsync("a", 1);
        var store = (WatchedStore)bank.Store;
        store.Reset();
        await bank.DoAsync("a", new AccountCommand.Deposit(5m));
        Assert.Equal((1, 1, 2), (store.Reads, store.Commits, store.RowWrites));
        return true;
    });

    [Fact]
    public void What_is_done_with_is_never_looked_at_again() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time, new WatchedStore(new MemoryPartitionStore()));
        var (store, projector) = ((WatchedStore)bank.Store, bank.Projector());
        await projector.EnsureAsync();
        await bank.OpenAsync("a", 1);
        await projector.RunAsync();
        async Task<int> IdleAsync()
        {
            store.Reset();
            Assert.Equal(0, await projector.RunAsync());
            return store.Requests;
        }

        var before = await IdleAsync();
        for (var i = 0; i < 300; i++)
            await bank.DoAsync("a", new AccountCommand.Deposit(1m));
        Assert.Equal(300, await projector.RunAsync());
        Assert.Equal(before, await IdleAsync());
        return true;
    });

    [Fact]
    public void How_far_it_is_behind_is_told() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        var projector = bank.Projector();
        await projector.EnsureAsync();
        Assert.Equal(new ProjectionLag(0, null), await projector.LagAsync());
        var first = time.GetUtcNow();
        await bank.OpenAsync("a", 0);
        await Task.Delay(TimeSpan.FromMinutes(2), time);
        await bank.OpenAsync("b", 1);
        Assert.Equal(new ProjectionLag(3, first), await projector.LagAsync());
        await projector.RunAsync();
        Assert.Equal(new ProjectionLag(0, null), await projector.LagAsync());
        return true;
    });

    [Fact]
    public void In_any_order_and_any_number_of_times_a_version_counts_once() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 5);
        await bank.OpenAsync("b", 3);
        var rows = new ReadModelRows(bank.Store, time, partitions: 4, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var random = new Random(1);
        var states = new List<Aggregate<Account>>();
        for (var version = 1; version <= 6; version++)
            states.Add((await bank.Accounts.AsOfAsync("a", version))!);
        for (var version = 1; version <= 4; version++)
            states.Add((await bank.Accounts.AsOfAsync("b", version))!);
        for (var i = 0; i < 200; i++)
            await ((Projection<Account>)AccountProjections.Ledger).ApplyAsync(rows, "g", [states[random.Next(states.Count)]], default);
        await ((Projection<Account>)AccountProjections.Ledger).ApplyAsync(rows, "g", [states[5], states[9]], default);
        Assert.Equal(new LedgerTotal(2, 8m), await rows.FindAsync<LedgerTotal>(new ProjectionTarget("ledger", 1, "g"), "EUR", default));

        // What comes behind the latest is late, and changes nothing.
        await ((Projection<Account>)AccountProjections.Ledger).ApplyAsync(rows, "g", [states[2], states[7]], default);
        Assert.Equal(new LedgerTotal(2, 8m), await rows.FindAsync<LedgerTotal>(new ProjectionTarget("ledger", 1, "g"), "EUR", default));
        return true;
    });

    [Fact]
    public void A_new_version_is_built_beside_the_old_one_which_is_read_until_then_and_cleared_away_after() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        var older = bank.Projector();
        await bank.OpenAsync("a", 3);
        await older.EnsureAsync();
        var counting = new Projection<Account, AccountShare, LedgerTotal>("ledger", version: 2)
        {
            Share = (_, account) => AccountShare.Of(account),
            Row = share => share.Currency,
            Empty = new LedgerTotal(0, 0m),
            Add = (row, share) => new LedgerTotal(row.Accounts + 10, row.Total + share.Balance),
            Subtract = (row, share) => new LedgerTotal(row.Accounts - 10, row.Total - share.Balance),
        };
        var newer = bank.Projector(null, AccountProjections.ByCustomer, counting);
        await Assert.ThrowsAsync<ProjectionNotBuiltException>(() => newer.FindAsync(counting, "EUR"));
        // Half of it: the older host has seen that another building is kept, and deletes nothing that is for it.
        await FeedMark.KeepForAsync(
            bank.Store, await bank.Accounts.PartitionOfAsync("a"), "BankAccount", new ProjectionTarget("ledger", 2, "g2"), default);
        await bank.DoAsync("a", new AccountCommand.Deposit(1m));
        Assert.Equal(0, await older.RunAsync());
        Assert.Equal(new LedgerTotal(1, 4m), await older.FindAsync(AccountProjections.Ledger, "EUR"));

        await newer.EnsureAsync();
        Assert.Equal(5, await newer.RunAsync());
        Assert.Equal(new LedgerTotal(10, 4m), await newer.FindAsync(counting, "EUR"));
        await Assert.ThrowsAsync<ProjectionNotBuiltException>(() => older.FindAsync(AccountProjections.Ledger, "EUR"));
        await older.EnsureAsync();
        Assert.Equal(new LedgerTotal(10, 4m), await newer.FindAsync(counting, "EUR"));
        Assert.Equal(2, (await ProjectedBank.GenerationsAsync(bank)).Count(generation => generation != "g2"));
        return true;
    });

    [Fact]
    public void Reads_go_on_while_it_is_built_anew() => VirtualTime.Run(async time =>
    {
        var memory = new MemoryPartitionStore();
        var bank = new Bank(time, memory);
        for (var i = 0; i < 20; i++)
            await bank.OpenAsync($"a{i}", 1);
        var projector = bank.Projector();
        await projector.EnsureAsync();
        var building = bank.Projector(new SlowStore(memory, time, seed: 1)).RebuildAsync("ledger");
        var reads = 0;
        for (; !building.IsCompleted; reads++)
        {
            Assert.Equal(new LedgerTotal(20, 20m), await projector.FindAsync(AccountProjections.Ledger, "EUR"));
            Assert.Single(await projector.ListAsync(AccountProjections.Ledger));
            await Task.Delay(TimeSpan.FromMilliseconds(5), time);
        }

        await building;
        Assert.InRange(reads, 10, 10_000);
        Assert.Equal(2, (await ProjectedBank.GenerationsAsync(bank)).Count);
        return true;
    });

    [Fact]
    public void An_account_that_this_code_cannot_read_waits_and_holds_up_nobody() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        var older = Account.Type with { Events = new EventTypes<AccountEvent>().Add<AccountEvent.AccountOpened>("AccountOpened") };
        var projector = new Projector<Account>(
            new Aggregates<Account, AccountCommand, AccountEvent>(older, bank.Store, time).Projected, [AccountProjections.Ledger], time,
            System.Security.Cryptography.RandomNumberGenerator.Create(), Microsoft.Extensions.Logging.Abstractions.NullLogger<Projector<Account>>.Instance);
        await projector.EnsureAsync();
        await bank.OpenAsync("a", 1);
        await bank.OpenAsync("b", 0);
        Assert.Equal(1, await projector.RunAsync());
        Assert.Equal(2, (await projector.LagAsync()).Waiting);
        Assert.Equal(new LedgerTotal(1, 0m), await projector.FindAsync(AccountProjections.Ledger, "EUR"));
        return true;
    });
}
