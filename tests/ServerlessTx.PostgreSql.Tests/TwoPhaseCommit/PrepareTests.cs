using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class PrepareTests(Servers servers) : IAsyncLifetime
{
    private readonly Bank _bank = new(servers.One.ConnectionString);
    private string _account = "";

    public async Task InitializeAsync() => _account = await _bank.OpenAsync(100m);

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task What_is_prepared_is_seen_by_nobody_until_it_is_committed()
    {
        var branch = Take(30m);
        Assert.Equal(Verdict.Done, (await branch.PrepareAsync()).Verdict);
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
        Assert.Equal(1, await _bank.PreparedAsync(branch.TransactionId));

        Assert.Equal(Verdict.Done, (await branch.CommitAsync()).Verdict);
        Assert.Equal(70m, await _bank.BalanceAsync(_account));
        Assert.Equal(0, await _bank.PreparedAsync(branch.TransactionId));
    }

    [Fact]
    public async Task A_refusal_leaves_nothing_but_itself_and_is_repeated_without_work()
    {
        var branch = Take(130m);
        Assert.Equal("insufficient_funds", (await branch.PrepareAsync()).Reason);
        await _bank.ExecuteAsync("UPDATE account SET balance = 1000 WHERE id = $1", _account);

        Assert.Equal("insufficient_funds", (await branch.PrepareAsync()).Reason);
        Assert.Equal(1, _bank.Worked);
        Assert.Equal(0, await _bank.PreparedAsync(branch.TransactionId));
        Assert.Equal(["prepare refused insufficient_funds"], await _bank.BarrierAsync(branch.TransactionId));
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\uD83D')]
    public async Task A_no_with_what_no_database_stores_is_one_and_every_repeat_answers_the_same(char unstorable)
    {
        _bank.Work = (_, _) => Task.FromResult<StepAnswer<LockedRows>>(Refusal.Because($"no such card: {unstorable}"));
        var branch = Take(30m);
        Assert.Equal("no such card: \uFFFD", (await branch.PrepareAsync()).Reason);
        Assert.Equal("no such card: \uFFFD", (await branch.PrepareAsync()).Reason);
    }

    [Fact]
    public async Task What_was_written_before_the_refusal_is_gone()
    {
        _bank.Work = async (call, transaction) =>
        {
            await _bank.ChangeAsync(call, transaction);
            return Refusal.Because("on_second_thoughts");
        };
        Assert.Equal("on_second_thoughts", (await Take(30m).PrepareAsync()).Reason);
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task While_it_is_prepared_a_repeat_answers_what_the_server_shows_and_does_not_work_again()
    {
        var branch = Take(30m);
        await branch.PrepareAsync();

        var again = await branch.PrepareAsync();

        Assert.Equal(Verdict.Done, again.Verdict);
        Assert.Equal(["relation:public.account:RowExclusiveLock"], PreparedReport.Locks(again.Result));
        Assert.Equal(1, _bank.Worked);
        await branch.AbortAsync();
    }

    [Fact]
    public async Task Once_it_is_committed_a_repeat_is_done_without_work_and_tells_of_no_locks_for_none_is_held()
    {
        var branch = Take(30m);
        await branch.PrepareAsync();
        await branch.CommitAsync();

        var late = await branch.PrepareAsync();

        Assert.Equal(Verdict.Done, late.Verdict);
        Assert.Empty(PreparedReport.Locks(late.Result));
        Assert.Equal(1, _bank.Worked);
        Assert.Equal(70m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task A_row_that_another_transaction_has_prepared_is_a_no_of_lock_conflict()
    {
        var holder = Take(10m);
        await holder.PrepareAsync();

        var refused = Take(20m);
        Assert.Equal("lock_conflict", (await refused.PrepareAsync()).Reason);

        await holder.CommitAsync();
        Assert.Equal("lock_conflict", (await refused.PrepareAsync()).Reason);
        Assert.Equal(90m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task Two_transactions_that_wait_for_each_other_across_servers_do_not_wait_for_ever()
    {
        await using var ledger = new Bank(servers.Other.ConnectionString);
        var entry = await ledger.OpenAsync(100m);
        Branch first = Take(1m), second = new(ledger.Manager, new(entry, -1m));
        await Task.WhenAll(first.PrepareAsync(), second.PrepareAsync());

        var crossed = await Task.WhenAll(
            new Branch(ledger.Manager, new(entry, -1m), first.TransactionId).PrepareAsync(),
            Take(1m, second.TransactionId).PrepareAsync());

        Assert.All(crossed, vote => Assert.Equal("lock_conflict", vote.Reason));
        await Task.WhenAll(first.AbortAsync(), second.AbortAsync());
    }

    [Fact]
    public async Task Time_out_on_its_own_barrier_row_is_no_answer()
    {
        var branch = Take(30m);
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        _bank.Work = async (call, transaction) =>
        {
            entered.SetResult();
            await leave.Task;
            return await _bank.ChangeAsync(call, transaction);
        };
        var first = branch.PrepareAsync();
        await entered.Task;

        await Assert.ThrowsAsync<StillWorkingException>(branch.WithoutVote().PrepareAsync);

        leave.SetResult();
        Assert.Equal(Verdict.Done, (await first).Verdict);
        Assert.Equal(Verdict.Done, (await branch.PrepareAsync()).Verdict);
        Assert.Equal(1, _bank.Worked);
        await branch.AbortAsync();
    }

    [Fact]
    public async Task One_who_is_still_at_work_is_waited_for_as_long_as_a_row_would_be()
    {
        await using var bank = new Bank(servers.One.ConnectionString, options: new() { LockTimeout = TimeSpan.FromSeconds(20) });
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        bank.Work = async (_, _) =>
        {
            entered.SetResult();
            await leave.Task;
            throw new InvalidOperationException("It gives up and nothing stands.");
        };
        var branch = new Branch(bank.Manager, new(_account, -1m));
        var first = branch.WithoutVote().PrepareAsync();
        await entered.Task;
        bank.Work = bank.ChangeAsync;
        var second = branch.PrepareAsync();

        const string waiting =
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO serverlesstx.barrier%' AND clock_timestamp() - query_start > interval '300 ms'
            """;
        Assert.True(await Poll.UntilAsync(
            async () => await _bank.ScalarAsync<long>(waiting) == 1, TimeSpan.FromSeconds(15), TimeProvider.System, CancellationToken.None));
        leave.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);

        Assert.Equal(Verdict.Done, (await second).Verdict);
        await branch.AbortAsync();
    }

    [Fact]
    public async Task The_work_runs_under_the_bounds_of_the_options_and_not_under_those_of_its_place()
    {
        var bounds = "";
        _bank.Work = async (_, transaction) =>
        {
            await using var shown = transaction.Command("SELECT concat_ws(' ', current_setting('lock_timeout'), current_setting('statement_timeout'))");
            bounds = (string)(await shown.ExecuteScalarAsync())!;
            return new LockedRows();
        };
        var branch = Take(1m);
        await branch.PrepareAsync();
        Assert.Equal("300ms 10s", bounds);
        await branch.AbortAsync();
    }

    [Theory]
    [InlineData("UPDATE account SET balance = -1", "violates_no_debts")]
    [InlineData("INSERT INTO account VALUES (NULL, 1)", "violates_a_constraint")]
    [InlineData("SELECT pg_sleep(60)", "statement_timeout")]
    [InlineData("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$", "lock_conflict")]
    [InlineData("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$", "serialization_conflict")]
    public async Task What_the_server_refuses_for_good_is_a_no(string sql, string reason)
    {
        await using var bank = new Bank(servers.One.ConnectionString, options: new() { StatementTimeout = TimeSpan.FromMilliseconds(200) });
        bank.Work = (_, transaction) => RunAsync(sql, transaction);
        var branch = new Branch(bank.Manager, new(_account, -1m));
        Assert.Equal(reason, (await branch.PrepareAsync()).Reason);
        Assert.Equal([$"prepare refused {reason}"], await bank.BarrierAsync(branch.TransactionId));
    }

    [Fact]
    public async Task A_constraint_that_is_checked_at_the_end_is_a_no_too()
    {
        var table = $"t{Guid.NewGuid():N}";
        await _bank.ExecuteAsync($"CREATE TABLE {table} (account text REFERENCES account DEFERRABLE INITIALLY DEFERRED)");
        _bank.Work = (_, transaction) => RunAsync($"INSERT INTO {table} VALUES ('nobody')", transaction);
        Assert.Equal($"violates_{table}_account_fkey", (await Take(1m).PrepareAsync()).Reason);
    }

    [Theory]
    [InlineData("SELECT * FROM no_such_table")]
    [InlineData("SELECT pg_terminate_backend(pg_backend_pid())")]
    public async Task Whatever_else_goes_wrong_is_no_answer_and_the_next_attempt_begins_anew(string sql)
    {
        var branch = Take(30m);
        _bank.Work = (_, transaction) => RunAsync(sql, transaction);
        await Assert.ThrowsAsync<PostgresException>(branch.PrepareAsync);
        Assert.Empty(await _bank.BarrierAsync(branch.TransactionId));

        _bank.Work = _bank.ChangeAsync;
        Assert.Equal(Verdict.Done, (await branch.PrepareAsync()).Verdict);
        await branch.AbortAsync();
    }

    [Fact]
    public async Task An_attempt_that_is_given_up_in_its_work_is_no_answer()
    {
        using var attempt = new CancellationTokenSource();
        _bank.Work = async (_, transaction) =>
        {
            var sleep = RunAsync("SELECT pg_sleep(60)", transaction, attempt.Token);
            await attempt.CancelAsync();
            return await sleep;
        };
        var branch = new Branch(_bank.Manager, new(_account, -1m)) { Cancellation = attempt.Token };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(branch.PrepareAsync);
        Assert.Empty(await _bank.BarrierAsync(branch.TransactionId));
    }

    [Fact]
    public async Task Connections_go_back_clean_whatever_the_answer()
    {
        var one = new NpgsqlConnectionStringBuilder(servers.One.ConnectionString) { MaxPoolSize = 1 };
        await using var bank = new Bank(one.ConnectionString);
        var settings = await SettingsAsync(bank);
        var process = await bank.ScalarAsync<int>("SELECT pg_backend_pid()");

        var branch = new Branch(bank.Manager, new(_account, -1m));
        await branch.PrepareAsync();
        await branch.PrepareAsync();
        Assert.Equal("lock_conflict", (await new Branch(bank.Manager, new(_account, -1m)).PrepareAsync()).Reason);
        await branch.CommitAsync();
        await branch.AbortAsync();
        bank.Work = (_, transaction) => RunAsync("SELECT * FROM no_such_table", transaction);
        await Assert.ThrowsAsync<PostgresException>(new Branch(bank.Manager, new(_account, -1m)).PrepareAsync);

        Assert.Equal(process, await bank.ScalarAsync<int>("SELECT pg_backend_pid()"));
        Assert.Equal(settings, await SettingsAsync(bank));
    }

    /// <summary>Bounds, and whether an older statement's transaction is still open.</summary>
    private static Task<string> SettingsAsync(Bank bank) => bank.ScalarAsync<string>(
        "SELECT concat_ws(' ', current_setting('lock_timeout'), current_setting('statement_timeout'), transaction_timestamp() = statement_timestamp())");

    private static async Task<StepAnswer<LockedRows>> RunAsync(string sql, NpgsqlTransaction transaction, CancellationToken cancellation = default)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        return new LockedRows();
    }

    private Branch Take(decimal amount, string? transactionId = null) => new(_bank.Manager, new(_account, -amount), transactionId);
}
