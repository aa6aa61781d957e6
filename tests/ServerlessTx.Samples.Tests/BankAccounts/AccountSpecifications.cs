using System.Text;
using System.Text.Json.Nodes;
using Result = ServerlessTx.CommandResult<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountEvent>;

namespace ServerlessTx.Samples.Tests;

public sealed class AccountSpecifications
{
    [Fact]
    public void The_sources_account_gives_the_sources_document() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        var id = await bank.SourcesAccountAsync();
        var document = (await bank.Accounts.EvidenceAsync(id))!;
        var aggregate = document["event_sourced_aggregate"]!;

        Assert.Equal(
            """
            AccountOpened 1 2026-01-15T10:00:00.000Z {"customer_id":"cust_567","currency":"EUR","initial_balance":1000}
            MoneyDeposited 2 2026-01-15T11:00:00.000Z {"amount":500,"source":"paycheck"}
            MoneyWithdrawn 3 2026-01-15T12:00:00.000Z {"amount":200,"atm_id":"atm_123"}
            """,
            string.Join('\n', aggregate["event_stream"]!.AsArray().Select(e => $"{e!["type"]} {e["version"]} {e["timestamp"]} {e["data"]!.ToJsonString()}")));
        Assert.Equal("""{"status":"active","customer_id":"cust_567","currency":"EUR","balance":1300,"version":3}""", aggregate["current_state"]!.ToJsonString());
        Assert.Equal(["aggregate_type", "aggregate_id", "event_stream", "current_state", "evidence_properties"], aggregate.AsObject().Select(key => key.Key));
        Assert.Equal("per_event_append", aggregate["evidence_properties"]!["atomicity"]!.ToString());
        Assert.Equal(document["guarantees"]!["promised"]!.ToJsonString(), document["guarantees"]!["achieved"]!.ToJsonString());
        Assert.Equal("No_coordination", document["guarantees"]!["achieved"]!["coordination"]!.ToString());
        Assert.Equal(3, document["head"]!["version"]!.GetValue<long>());
        Assert.Equal(document["head"]!["hash"]!.ToString(), document["chain"]!.AsArray()[^1]!["hash"]!.ToString());
        return true;
    });

    [Fact]
    public void Its_state_can_be_had_at_any_version_and_moment() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        var began = time.GetUtcNow();
        var id = await bank.SourcesAccountAsync();
        Assert.Equal([0m, 1000m, 1500m, 1300m], [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(async version => (await bank.Accounts.AsOfAsync(id, version))!.State.Balance))]);
        Assert.Null(await bank.Accounts.AsOfAsync(id, 4));
        Assert.Equal(AccountStatus.Absent, (await bank.Accounts.AsOfAsync(id, began.AddMilliseconds(-1))).State.Status);
        Assert.Equal(1000m, (await bank.Accounts.AsOfAsync(id, began.AddMinutes(59))).State.Balance);
        Assert.Equal(1500m, (await bank.Accounts.AsOfAsync(id, began.AddHours(1))).State.Balance);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => bank.Accounts.AsOfAsync(id, began.AddYears(1)));
        return true;
    });

    [Fact]
    public void History_comes_in_pages_from_any_version() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 250);
        var page = await bank.Accounts.HistoryAsync("a", after: 120, limit: 40);
        Assert.Equal(Enumerable.Range(121, 40), page.Select(happened => (int)happened.Version));
        Assert.Equal(251, (await bank.Accounts.HistoryAsync("a", after: 249, limit: 40))[^1].Version);
        Assert.Empty(await bank.Accounts.HistoryAsync("a", after: 251));
        return true;
    });

    [Fact]
    public void Of_two_who_expect_one_version_one_is_told_of_the_conflict() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 1);
        var terms = new CommandTerms { ExpectedVersion = 2 };
        Assert.IsType<Result.Accepted>(await bank.Process().HandleAsync("a", new AccountCommand.Deposit(1m), terms));
        Assert.Equal(3, Assert.IsType<Result.Conflict>(await bank.Process().HandleAsync("a", new AccountCommand.Deposit(1m), terms)).Version);
        Assert.Equal(2m, (await bank.Accounts.LoadAsync("a")).State.Balance);
        return true;
    });

    [Fact]
    public void In_every_order_two_withdrawals_of_the_last_money_are_one()
    {
        var orders = Interleaving.Every(async (time, order) =>
        {
            var bank = new Bank(time);
            await bank.OpenAsync("a", 1);
            var (first, second) = (bank.Process(order.Through(bank.Store)), bank.Process(order.Through(bank.Store)));
            await Task.WhenAll(first.LoadAsync("a"), second.LoadAsync("a"));
            order.Close();
            var one = first.HandleAsync("a", new AccountCommand.Withdraw(1m));
            var two = second.HandleAsync("a", new AccountCommand.Withdraw(1m));
            await order.RunAsync(one, two);

            Assert.Single(new[] { await one, await two }, result => result is Result.Accepted);
            Assert.Single(new[] { await one, await two }, result => result is Result.Refused { Reason: "insufficient_funds" });
            Assert.Equal(0m, (await bank.Process().LoadAsync("a")).State.Balance);
        });
        Assert.InRange(orders, 6, 1_000);
    }

    [Fact]
    public void A_command_that_comes_again_under_its_key_gets_its_first_answer_whatever_has_happened_since() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 1);
        var terms = new CommandTerms { IdempotencyKey = "k", ExpectedVersion = 2 };
        var first = Assert.IsType<Result.Accepted>(await bank.Accounts.HandleAsync("a", new AccountCommand.Withdraw(1m), terms));
        await bank.DoAsync("a", new AccountCommand.Close());

        var again = Assert.IsType<Result.Accepted>(await bank.Process().HandleAsync("a", new AccountCommand.Withdraw(1m), terms));
        Assert.True(again.IsReplay);
        Assert.False(first.IsReplay);
        Assert.Equal((first.Aggregate.Head, first.Aggregate.State), (again.Aggregate.Head, again.Aggregate.State));
        Assert.Equal(first.Events, again.Events);
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => bank.Accounts.HandleAsync("a", new AccountCommand.Withdraw(2m), terms));
        Assert.Equal(4, (await bank.Accounts.LoadAsync("a")).Version);
        return true;
    });

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Whichever_answer_of_the_store_is_lost_a_deposit_is_made_once(bool lands, bool keyed) => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time, new WatchedStore(new MemoryPartitionStore()));
        await bank.OpenAsync("a", 1);
        var store = (WatchedStore)bank.Store;
        store.Loss = (store.Commits + 1, lands);
        var result = await bank.Accounts.HandleAsync("a", new AccountCommand.Deposit(5m), keyed ? new CommandTerms { IdempotencyKey = "k" } : null);
        Assert.Equal(6m, Assert.IsType<Result.Accepted>(result).Aggregate.State.Balance);
        Assert.Equal(6m, (await bank.Process().LoadAsync("a")).State.Balance);
        return true;
    });

    [Fact]
    public void A_command_on_an_account_that_is_known_costs_a_read_and_a_write() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time, new WatchedStore(new MemoryPartitionStore()));
        await bank.OpenAsync("a", 1);
        var store = (WatchedStore)bank.Store;
        store.Reset();
        await bank.DoAsync("a", new AccountCommand.Deposit(5m));
        Assert.Equal((1, 1), (store.Reads, store.Commits));
        return true;
    });

    [Fact]
    public void A_long_stream_is_loaded_from_a_snapshot_and_fewer_than_a_hundred_events() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 1_234);
        var read = new InterceptedStore(bank.Store);
        var folded = 0;
        var counting = Account.Type with
        {
            Decider = Account.Type.Decider with
            {
                Evolve = (account, happened) =>
                {
                    folded++;
                    return Account.Type.Decider.Evolve(account, happened);
                },
            },
        };
        var account = await new Aggregates<Account, AccountCommand, AccountEvent>(counting, read, time).LoadAsync("a");
        Assert.Equal((1_235, 1_234m), (account.Version, account.State.Balance));
        Assert.InRange(folded, 0, 99);
        Assert.InRange(read.Operations, 1, 4);
        return true;
    });

    [Theory]
    [InlineData("""{"snapshot_version":1,"version":51,"append_version":51,"hash":"0000000000000000000000000000000000000000000000000000000000000000","at":"2026-01-15T10:00:00.000Z","state":{"status":"active","customer_id":"thief","currency":"EUR","balance":1000000}}""")]
    [InlineData("""{"snapshot_version":1,"version":5100,"append_version":5100,"hash":"0000000000000000000000000000000000000000000000000000000000000000","at":"2026-01-15T10:00:00.000Z","state":{"status":"active","customer_id":"thief","currency":"EUR","balance":1000000}}""")]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData(null)]
    public void A_snapshot_that_the_stream_does_not_bear_out_is_not_believed_and_can_be_deleted(string? forged) => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 60);
        var (partition, key) = (await bank.Accounts.PartitionOfAsync("a"), "s|BankAccount:a");
        RowWrite write = forged is null ? new RowWrite.Delete(key, RowWrite.AnyETag) : new RowWrite.Replace(key, RowWrite.AnyETag, Encoding.UTF8.GetBytes(forged));
        Assert.IsType<CommitResult.Committed>(await bank.Store.CommitAsync(partition, [write]));
        Assert.Equal(60m, (await bank.Process().LoadAsync("a")).State.Balance);
        return true;
    });

    [Fact]
    public void An_event_that_was_changed_in_the_table_is_noticed() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 3);
        var partition = await bank.Accounts.PartitionOfAsync("a");
        var row = (await bank.Store.ReadAsync(partition, RowQuery.Single("e|BankAccount:a|0000000002"))).Rows[0];
        var payload = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(row.Payload.Span).Replace("\"amount\":1", "\"amount\":9", StringComparison.Ordinal));
        await bank.Store.CommitAsync(partition, [new RowWrite.Replace(row.Key, row.ETag, payload, row.Columns)]);

        await Assert.ThrowsAsync<BrokenStreamException>(() => bank.Process().LoadAsync("a"));
        var document = (await bank.Accounts.EvidenceAsync("a"))!;
        Assert.Equal("violated", document["guarantees"]!["achieved"]!["durability"]!.ToString());
        var properties = document["event_sourced_aggregate"]!["evidence_properties"]!;
        Assert.Equal(("violated", "violated", "state_derived_from_events"), ($"{properties["durability"]}", $"{properties["auditability"]}", $"{properties["consistency"]}"));
        return true;
    });

    [Fact]
    public void An_event_that_this_code_does_not_know_hides_the_state_and_stays_in_evidence() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 1);
        var older = Account.Type with { Events = new EventTypes<AccountEvent>().Add<AccountEvent.AccountOpened>("AccountOpened") };
        var accounts = new Aggregates<Account, AccountCommand, AccountEvent>(older, bank.Store, time);

        var unknown = await Assert.ThrowsAsync<UnknownEventException>(() => accounts.HandleAsync("a", new AccountCommand.Deposit(1m)));
        Assert.Contains("'MoneyDeposited'", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("MoneyDeposited", (await accounts.HistoryAsync("a"))[1].Type);
        var document = (await accounts.EvidenceAsync("a"))!["event_sourced_aggregate"]!;
        Assert.Equal("MoneyDeposited", document["event_stream"]![1]!["type"]!.ToString());
        Assert.Equal((unknown.Message, 2L), ($"{document["current_state"]!["untold"]}", document["current_state"]!["version"]!.GetValue<long>()));
        Assert.Equal(("pending", "pending"), ($"{document["evidence_properties"]!["consistency"]}", $"{document["evidence_properties"]!["time_travel"]}"));
        Assert.Equal("events_never_deleted", document["evidence_properties"]!["durability"]!.ToString());
        return true;
    });

    [Fact]
    public void Older_fields_are_read_as_the_newer_ones() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 1);
        var newer = Account.Type with
        {
            SnapshotVersion = 2,
            Events = new EventTypes<AccountEvent>()
                .Add<AccountEvent.AccountOpened>("AccountOpened", version: 3)
                .Upcast("AccountOpened", 1, fields => new JsonObject { ["customer_id"] = $"c-{fields["customer_id"]}", ["currency"] = "USD", ["initial_balance"] = 7 })
                .Upcast("AccountOpened", 2, fields =>
                {
                    fields["currency"] = $"{fields["currency"]}!";
                    return fields;
                })
                .Add<AccountEvent.MoneyDeposited>("MoneyDeposited"),
        };
        var account = await new Aggregates<Account, AccountCommand, AccountEvent>(newer, bank.Store, time).LoadAsync("a");
        Assert.Equal(new Account(AccountStatus.Active, "c-cust_1", "USD!", 8m), account.State);
        return true;
    });

    [Theory]
    [InlineData("")]
    [InlineData("a|b")]
    [InlineData("-a")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public void An_id_that_cannot_be_a_key_is_refused(string id) => VirtualTime.Run(async time =>
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => new Bank(time).Accounts.LoadAsync(id));
        Assert.StartsWith($"An aggregate's id is a letter or digit and up to 127 letters, digits and _ . : - @ behind it; '{id}' was given.", refused.Message, StringComparison.Ordinal);
        return true;
    });
}
