namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class ConclusionTests(Servers servers) : IAsyncLifetime
{
    private readonly Bank _bank = new(servers.One.ConnectionString);
    private string _account = "";
    private Branch _branch = null!;

    public async Task InitializeAsync()
    {
        _account = await _bank.OpenAsync(100m);
        _branch = new Branch(_bank.Manager, new(_account, -30m));
    }

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task A_commit_that_comes_again_is_done_again()
    {
        await _branch.PrepareAsync();
        await _branch.CommitAsync();
        Assert.Equal(Verdict.Done, (await _branch.CommitAsync()).Verdict);
        Assert.Equal(70m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task A_commit_of_what_a_person_rolled_back_is_heuristic_and_stays_it()
    {
        await _branch.PrepareAsync();
        await RollBackByHandAsync();

        const string gone = "what was prepared here is gone, and was not committed";
        Assert.Equal(Answer.Heuristic(gone), await _branch.CommitAsync());
        Assert.Equal(Answer.Heuristic(gone), await _branch.CommitAsync());
        Assert.Equal("turned_back_before", (await _branch.PrepareAsync()).Reason);
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task A_commit_behind_a_person_s_is_done()
    {
        await _branch.PrepareAsync();
        await _bank.ExecuteAsync($"COMMIT PREPARED '{await GidAsync()}'");
        Assert.Equal(Verdict.Done, (await _branch.CommitAsync()).Verdict);
    }

    [Fact]
    public async Task A_commit_of_what_was_turned_back_is_heuristic()
    {
        await _branch.PrepareAsync();
        await _branch.AbortAsync();
        Assert.Equal(Answer.Heuristic("it had been turned back here: turned_back_before"), await _branch.CommitAsync());
    }

    [Fact]
    public async Task An_abort_releases_the_rows_and_comes_again_as_often_as_it_likes()
    {
        await _branch.PrepareAsync();
        Assert.Equal(Verdict.Done, (await _branch.AbortAsync()).Verdict);
        Assert.Equal(Verdict.Done, (await _branch.AbortAsync()).Verdict);

        var next = new Branch(_bank.Manager, new(_account, -1m));
        Assert.Equal(Verdict.Done, (await next.PrepareAsync()).Verdict);
        await next.CommitAsync();
        Assert.Equal(99m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task An_abort_before_the_prepare_leaves_a_mark_and_the_late_prepare_is_refused()
    {
        Assert.Equal(Verdict.Done, (await _branch.AbortAsync()).Verdict);
        Assert.Equal("turned_back_before", (await _branch.PrepareAsync()).Reason);
        Assert.Equal(0, _bank.Worked);
    }

    [Fact]
    public async Task An_abort_beside_a_prepare_that_is_at_work_wins_whenever_that_one_ends()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        _bank.Work = async (call, transaction) =>
        {
            entered.SetResult();
            await leave.Task;
            return await _bank.ChangeAsync(call, transaction);
        };
        var late = _branch.PrepareAsync();
        await entered.Task;
        var abort = _branch.WithoutVote().AbortAsync();
        await WaitsForLockAsync();

        leave.SetResult();

        Assert.Equal(Verdict.Done, (await late).Verdict);
        Assert.Equal(Verdict.Done, (await abort).Verdict);
        Assert.Equal(0, await _bank.PreparedAsync(_branch.TransactionId));
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
        Assert.Equal("turned_back_before", (await _branch.PrepareAsync()).Reason);
    }

    [Fact]
    public async Task An_abort_of_what_was_committed_is_heuristic()
    {
        await _branch.PrepareAsync();
        await _branch.CommitAsync();
        Assert.Equal(Answer.Heuristic("it had been committed here"), await _branch.AbortAsync());
    }

    [Fact]
    public async Task An_abort_behind_a_no_is_done_and_the_no_stays()
    {
        var branch = new Branch(_bank.Manager, new(_account, -1000m));
        await branch.PrepareAsync();
        await branch.AbortAsync();
        Assert.Equal(["prepare refused insufficient_funds"], await _bank.BarrierAsync(branch.TransactionId));
    }

    private async Task<string> GidAsync() =>
        await _bank.ScalarAsync<string>("SELECT gid FROM pg_prepared_xacts WHERE gid LIKE '%' || $1 || '%'", _branch.TransactionId);

    private async Task RollBackByHandAsync() => await _bank.ExecuteAsync($"ROLLBACK PREPARED '{await GidAsync()}'");

    /// <summary>Until the abort stands before the row of the prepare that is at work.</summary>
    private async Task WaitsForLockAsync() => Assert.True(await Poll.UntilAsync(
        async () => await _bank.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%serverlesstx.barrier%' AND pid <> pg_backend_pid())"),
        TimeSpan.FromSeconds(20), TimeProvider.System, CancellationToken.None));
}
