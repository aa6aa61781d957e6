using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>Work that answers although its transaction is at its end: of that nothing can be prepared, and nobody may take it for a yes.</summary>
[Collection(nameof(OnServers))]
public sealed class EndedWorkTests(Servers servers) : IAsyncLifetime
{
    private readonly Bank _bank = new(servers.One.ConnectionString);
    private string _account = "";

    public async Task InitializeAsync() => _account = await _bank.OpenAsync(100m);

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Theory]
    [InlineData("SELECT * FROM no_such_table", false)]
    [InlineData("SELECT * FROM no_such_table", true)]
    [InlineData("UPDATE account SET balance = -1", false)]
    public async Task An_error_of_the_server_that_the_work_keeps_to_itself_is_no_yes(string sql, bool othersLook)
    {
        _bank.Work = async (call, transaction) =>
        {
            var answer = await _bank.ChangeAsync(call, transaction);
            await Assert.ThrowsAsync<PostgresException>(() => transaction.Command(sql).ExecuteNonQueryAsync());
            return answer;
        };

        var unknown = await NoAnswerAsync(othersLook);

        Assert.StartsWith("The work of accounts_db caught an error of the server", unknown.Message);
        Assert.Contains("Let the error through, refuse, or", unknown.Message);
    }

    [Theory]
    [InlineData("ROLLBACK", false)]
    [InlineData("ROLLBACK", true)]
    [InlineData("ROLLBACK AND CHAIN", false)]
    [InlineData("ROLLBACK; BEGIN", false)]
    [InlineData("RESET ALL", false)]
    public async Task Work_that_rolls_back_by_itself_or_loses_its_mark_has_not_voted(string sql, bool othersLook)
    {
        _bank.Work = AndThen(sql);
        Assert.StartsWith("The work of accounts_db ended its transaction", (await NoAnswerAsync(othersLook)).Message);
    }

    [Fact]
    public async Task Of_work_that_commits_by_itself_an_abort_says_that_it_had_been_committed()
    {
        _bank.Work = AndThen("COMMIT");
        var branch = Take();
        Assert.StartsWith("The work of accounts_db ended its transaction", (await Assert.ThrowsAsync<InvalidOperationException>(branch.PrepareAsync)).Message);

        Assert.Equal(Answer.Heuristic("it had been committed here"), await branch.AbortAsync());
        Assert.Equal(70m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task Behind_a_savepoint_of_its_own_the_work_may_go_on_after_an_error()
    {
        _bank.Work = async (call, transaction) =>
        {
            await transaction.SaveAsync("mine");
            await Assert.ThrowsAsync<PostgresException>(() => transaction.Command("SELECT * FROM no_such_table").ExecuteNonQueryAsync());
            await transaction.RollbackAsync("mine");
            return await _bank.ChangeAsync(call, transaction);
        };
        var branch = Take();
        Assert.Equal(Verdict.Done, (await branch.PrepareAsync()).Verdict);
        Assert.Equal(Verdict.Done, (await branch.CommitAsync()).Verdict);
        Assert.Equal(70m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task Nobody_commits_beside_work_that_keeps_an_error_to_itself()
    {
        await using var ledger = new Bank(servers.Other.ConnectionString);
        var entry = await ledger.OpenAsync(100m);
        await using var app = await App.StartAsync(tx => tx
            .AddPostgreSql("accounts_db", servers.One.ConnectionString)
            .AddPostgreSql("ledger_db", servers.Other.ConnectionString)
            .AddWorkflow(services => ServerlessTx.TwoPhaseCommit
                .For<Change>("move", version: 1, new CallPolicy { Attempts = 2, FirstDelayMs = 1, MaxDelayMs = 10, StuckAfter = 5 })
                .Participant("accounts_db", services.PostgreSql("accounts_db").TwoPhaseCommit<Change>(async (call, transaction) =>
                {
                    var answer = await _bank.ChangeAsync(call, transaction);
                    await Assert.ThrowsAsync<PostgresException>(() => transaction.Command("SELECT * FROM no_such_table").ExecuteNonQueryAsync());
                    return answer;
                }))
                .Participant("ledger_db", services.PostgreSql("ledger_db").TwoPhaseCommit<Change>(async (_, transaction) =>
                {
                    await transaction.Command("UPDATE account SET balance = balance + 30 WHERE id = $1", entry).ExecuteNonQueryAsync();
                    return new LockedRows($"account:{entry}");
                }))));

        var state = await app.RunAsync("move", new Change(_account, -30m));

        Assert.Equal(TransactionStatus.Aborted, state.Status);
        Assert.Equal((100m, 100m), (await _bank.BalanceAsync(_account), await ledger.BalanceAsync(entry)));
    }

    /// <summary>A prepare that must not be answered, and of which nothing may stand. The next attempt begins anew.</summary>
    private async Task<Exception> NoAnswerAsync(bool othersLook)
    {
        var branch = Take();
        Exception unknown;
        using (othersLook ? _bank.Database.Looks.TryTakeTurn() : null)
            unknown = await Assert.ThrowsAsync<InvalidOperationException>(() => branch.PrepareAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, await _bank.PreparedAsync(branch.TransactionId));
        Assert.Empty(await _bank.BarrierAsync(branch.TransactionId));
        Assert.Equal(100m, await _bank.BalanceAsync(_account));

        _bank.Work = _bank.ChangeAsync;
        Assert.Equal(Verdict.Done, (await branch.PrepareAsync()).Verdict);
        Assert.Equal(Verdict.Done, (await branch.AbortAsync()).Verdict);
        return unknown;
    }

    private Func<Call<Change>, NpgsqlTransaction, Task<StepAnswer<LockedRows>>> AndThen(string sql) => async (call, transaction) =>
    {
        var answer = await _bank.ChangeAsync(call, transaction);
        await transaction.Command(sql).ExecuteNonQueryAsync();
        return answer;
    };

    private Branch Take() => new(_bank.Manager, new(_account, -30m));
}
