namespace ServerlessTx.Samples.Tests;

/// <summary>The databases of a transfer, called in every order that a network can make of a coordinator's calls.</summary>
public sealed class TransferCalls
{
    [Fact]
    public void A_prepare_that_comes_twice_locks_once_and_answers_the_same() => Run(async calls =>
    {
        var id = calls.NewId();
        var first = await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare)).Text();
        await Task.Delay(TimeSpan.FromSeconds(5), calls.Time);
        Assert.Equal(first, await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare)).Text());
        Assert.Equal(2, await calls.Audit.CountAsync("locks"));
    });

    [Fact]
    public void A_no_that_is_asked_again_stays_a_no_when_the_money_has_come() => Run(async calls =>
    {
        var (poor, gift) = (calls.NewId(), calls.NewId());
        Assert.Equal("Refused insufficient_funds", await calls.Accounts.PrepareAsync(calls.Transfer(poor, Phase.Prepare, amount: 1_001)).Text());
        await calls.Accounts.PrepareAsync(calls.Transfer(gift, Phase.Prepare, "c", "a", 500));
        await calls.Accounts.CommitAsync(calls.Transfer(gift, Phase.Commit));
        Assert.Equal("Refused insufficient_funds", await calls.Accounts.PrepareAsync(calls.Transfer(poor, Phase.Prepare, amount: 1_001)).Text());
        Assert.Equal("Done {\"nothing_to_undo\":true}", await calls.Accounts.AbortAsync(calls.Transfer(poor, Phase.Abort)).Text());
    });

    [Fact]
    public void An_abort_that_comes_first_leaves_a_mark_on_which_the_late_prepare_is_refused() => Run(async calls =>
    {
        var id = calls.NewId();
        Assert.Equal("Done {\"nothing_to_undo\":true}", await calls.Accounts.AbortAsync(calls.Transfer(id, Phase.Abort)).Text());
        Assert.Equal("Refused turned_back_before", await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare)).Text());
        Assert.Equal(0, await calls.Audit.CountAsync("locks"));
        Assert.Equal(0, await calls.Audit.CountAsync("bank_accounts"));
    });

    [Fact]
    public void A_commit_that_comes_twice_moves_the_money_once() => Run(async calls =>
    {
        var id = calls.NewId();
        await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare));
        var first = await calls.Accounts.CommitAsync(calls.Transfer(id, Phase.Commit)).Text();
        Assert.Equal(first, await calls.Accounts.CommitAsync(calls.Transfer(id, Phase.Commit)).Text());
        Assert.Equal(2, await calls.Audit.CountAsync("journal"));
        Assert.Equal([900m, 1_100m], (await calls.Audit.Rows<BookRow>("bank_accounts")).Select(row => row.Balance));
    });

    [Fact]
    public void A_prepare_that_comes_again_behind_the_commit_locks_nothing() => Run(async calls =>
    {
        var id = calls.NewId();
        var yes = await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare)).Text();
        await calls.Accounts.CommitAsync(calls.Transfer(id, Phase.Commit));
        Assert.Equal(yes, await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare)).Text());
        Assert.Equal(0, await calls.Audit.CountAsync("locks"));
    });

    [Fact]
    public void A_commit_behind_an_abort_is_heuristic_and_moves_nothing() => Run(async calls =>
    {
        var id = calls.NewId();
        await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare));
        await calls.Accounts.AbortAsync(calls.Transfer(id, Phase.Abort));
        Assert.Equal("Heuristic it had been turned back here", await calls.Accounts.CommitAsync(calls.Transfer(id, Phase.Commit)).Text());
        Assert.Equal(0, await calls.Audit.CountAsync("journal"));
    });

    [Fact]
    public void An_abort_behind_a_commit_is_heuristic_and_takes_nothing_back() => Run(async calls =>
    {
        var id = calls.NewId();
        await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare));
        await calls.Accounts.CommitAsync(calls.Transfer(id, Phase.Commit));
        Assert.Equal("Heuristic it had been committed here", await calls.Accounts.AbortAsync(calls.Transfer(id, Phase.Abort)).Text());
        Assert.Equal(2, await calls.Audit.CountAsync("journal"));
    });

    [Fact]
    public void Two_that_tell_it_at_the_same_moment_get_one_answer() => VirtualTime.Run(async time =>
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var calls = new DirectCalls(time, new SlowStore(new MemoryPartitionStore(), time, seed));
            var id = calls.NewId();
            await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare));
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => calls.Accounts.CommitAsync(calls.Transfer(id, Phase.Commit)).Text()));
            Assert.StartsWith("Done {\"wal_lsn\":2,", Assert.Single(answers.Distinct()));
        }

        return true;
    });

    [Fact]
    public void A_commit_of_what_was_never_prepared_is_heuristic() => Run(async calls =>
        Assert.Equal("Heuristic nothing had been promised here", await calls.Ledger.CommitAsync(calls.Transfer(calls.NewId(), Phase.Commit)).Text()));

    [Fact]
    public void Only_the_decision_moves_money_and_every_batch_has_a_higher_number() => Run(async calls =>
    {
        var (first, second) = (calls.NewId(), calls.NewId());
        Assert.Contains("\"wal_lsn\":1,", await calls.Accounts.PrepareAsync(calls.Transfer(first, Phase.Prepare)).Text());
        Assert.Equal("Done {\"wal_lsn\":2,\"released\":[\"account:a\",\"account:b\"]}", await calls.Accounts.AbortAsync(calls.Transfer(first, Phase.Abort)).Text());
        Assert.Contains("\"wal_lsn\":3,", await calls.Accounts.PrepareAsync(calls.Transfer(second, Phase.Prepare)).Text());
        // Nobody told it what the ledger promised, so it does not claim to have compared.
        Assert.Equal(
            "Done {\"wal_lsn\":4,\"released\":[\"account:a\",\"account:b\"],\"checks\":[\"balance_equals_opening_plus_journal\"]}",
            await calls.Accounts.CommitAsync(calls.Transfer(second, Phase.Commit)).Text());
    });

    [Fact]
    public void A_journal_that_does_not_add_up_is_not_reported_as_checked() => Run(async calls =>
    {
        var id = calls.NewId();
        await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare));
        var row = (await calls.Store.ReadAsync(Transfer.Accounts, RowQuery.Single("account|b"))).Rows[0];
        var forged = (await calls.Audit.Rows<BookRow>("bank_accounts"))[1] with { Balance = 1_001 };
        await calls.Store.CommitAsync(
            Transfer.Accounts, [new RowWrite.Replace(row.Key, row.ETag, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(forged, WireJson.Tolerant))]);
        Assert.EndsWith("\"checks\":[]}", await calls.Accounts.CommitAsync(calls.Transfer(id, Phase.Commit)).Text());
    });

    [Fact]
    public void The_checked_balance_moves_up_so_that_no_commit_reads_a_long_journal() => Run(async calls =>
    {
        for (var i = 0; i < 250; i++)
        {
            var id = calls.NewId();
            await calls.Accounts.PrepareAsync(calls.Transfer(id, Phase.Prepare, amount: 1));
            Assert.Contains("balance_equals_opening_plus_journal", await calls.Accounts.CommitAsync(calls.Transfer(id, Phase.Commit)).Text());
        }

        var rows = await calls.Audit.Rows<BookRow>("bank_accounts");
        Assert.Equal([new("a", 750, 500, 476, 762), new("b", 1_250, 500, 476, 1_238)], rows);
        await calls.Audit.IsConservedAsync();
    });

    [Fact]
    public void Two_that_want_the_same_rows_the_other_way_round_do_not_wait_for_each_other() => Run(async calls =>
    {
        var (one, other) = (calls.NewId(), calls.NewId());
        calls.Know(one, null);
        calls.Know(other, null);
        var votes = await Task.WhenAll(
            calls.Accounts.PrepareAsync(calls.Transfer(one, Phase.Prepare, "a", "b")).Text(),
            calls.Accounts.PrepareAsync(calls.Transfer(other, Phase.Prepare, "b", "a")).Text());
        Assert.Single(votes, vote => vote.StartsWith("Done", StringComparison.Ordinal));
        Assert.Single(votes, "Refused lock_conflict");
    });

    [Fact]
    public void A_holder_of_which_nothing_is_recorded_is_presumed_aborted() => Run(async calls =>
    {
        var (lost, next) = (calls.NewId(), calls.NewId());
        await calls.Accounts.PrepareAsync(calls.Transfer(lost, Phase.Prepare));
        Assert.StartsWith("Done", await calls.Accounts.PrepareAsync(calls.Transfer(next, Phase.Prepare)).Text());
        Assert.Equal("Heuristic it had been turned back here", await calls.Accounts.CommitAsync(calls.Transfer(lost, Phase.Commit)).Text());
    });

    [Fact]
    public void A_holder_that_was_committed_unheard_is_committed_before_the_next_one_looks_at_the_balance() => Run(async calls =>
    {
        var (holder, next) = (calls.NewId(), calls.NewId());
        await calls.Accounts.PrepareAsync(calls.Transfer(holder, Phase.Prepare, amount: 1_000));
        calls.Know(holder, Decision.Commit);
        Assert.Equal("Refused insufficient_funds", await calls.Accounts.PrepareAsync(calls.Transfer(next, Phase.Prepare, amount: 1)).Text());
        Assert.StartsWith("Done {\"wal_lsn\":2,", await calls.Accounts.CommitAsync(calls.Transfer(holder, Phase.Commit)).Text());
        await calls.Audit.IsConservedAsync();
    });

    [Fact]
    public void A_lock_that_is_released_in_time_is_worth_the_wait() => Run(async calls =>
    {
        var (holder, next) = (calls.NewId(), calls.NewId());
        calls.Know(holder, null);
        await calls.Accounts.PrepareAsync(calls.Transfer(holder, Phase.Prepare));
        var waits = calls.Accounts.PrepareAsync(calls.Transfer(next, Phase.Prepare)).Text();
        await Task.Delay(TimeSpan.FromMilliseconds(400), calls.Time);
        await calls.Accounts.CommitAsync(calls.Transfer(holder, Phase.Commit));
        Assert.Contains("\"at\":\"2026-01-15T10:00:00.4", await waits);
        Assert.Equal([holder], calls.Asked);
    });

    [Fact]
    public void An_abort_that_comes_while_its_prepare_waits_for_a_lock_has_the_last_word() => Run(async calls =>
    {
        var (holder, next) = (calls.NewId(), calls.NewId());
        calls.Know(holder, null);
        await calls.Accounts.PrepareAsync(calls.Transfer(holder, Phase.Prepare));
        var waits = calls.Accounts.PrepareAsync(calls.Transfer(next, Phase.Prepare)).Text();
        await Task.Delay(TimeSpan.FromMilliseconds(100), calls.Time);
        await calls.Accounts.AbortAsync(calls.Transfer(next, Phase.Abort));
        await calls.Accounts.CommitAsync(calls.Transfer(holder, Phase.Commit));
        Assert.Equal("Refused turned_back_before", await waits);
        Assert.Equal(0, await calls.Audit.CountAsync("locks"));
    });

    private static void Run(Func<DirectCalls, Task> body) => VirtualTime.Run(async time =>
    {
        await body(new DirectCalls(time));
        return true;
    });
}
