using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>Who prepares while somebody looks at the server. A test holds the turn itself.</summary>
[Collection(nameof(OnServers))]
public sealed class PreparedLooksTests(Servers servers) : IAsyncLifetime
{
    private readonly RoundTripProxy _proxy = new(servers.One.Port);
    private Bank _bank = null!;

    public Task InitializeAsync()
    {
        _bank = new Bank(new NpgsqlConnectionStringBuilder(servers.One.ConnectionString) { Port = _proxy.Port }.ConnectionString);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _bank.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task All_who_prepare_meanwhile_share_one_look_and_each_is_told_of_its_own_locks()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _bank.OpenAsync(100m)));
        var turn = _bank.Database.Looks.TryTakeTurn()!;
        var branches = accounts.Select(Take).ToList();
        var votes = branches.Select(branch => branch.PrepareAsync()).ToList();
        foreach (var branch in branches)
            await IsPreparedAsync(branch);

        var trips = await _proxy.CountAsync(async () =>
        {
            turn.Dispose();
            await Task.WhenAll(votes);
        });

        Assert.Equal(1, trips);
        Assert.Equal(
            accounts.Select(account => $"account:{account} relation:public.account:RowExclusiveLock"),
            votes.Select(vote => string.Join(' ', PreparedReport.Locks(vote.Result.Result))));
        await Task.WhenAll(branches.Select(branch => branch.CommitAsync()));
    }

    [Fact]
    public async Task One_who_gives_up_does_not_end_the_look_of_the_others()
    {
        using var attempt = new CancellationTokenSource();
        var turn = _bank.Database.Looks.TryTakeTurn()!;
        var impatient = new Branch(_bank.Manager, new(await _bank.OpenAsync(100m), -1m)) { Cancellation = attempt.Token };
        var patient = Take(await _bank.OpenAsync(100m));
        var (first, second) = (impatient.PrepareAsync(), patient.PrepareAsync());
        await IsPreparedAsync(impatient);
        await IsPreparedAsync(patient);

        await attempt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        turn.Dispose();

        Assert.Equal(Verdict.Done, (await second).Verdict);
        await Task.WhenAll(impatient.WithoutVote().AbortAsync(), patient.AbortAsync());
    }

    [Fact]
    public async Task A_look_that_fails_is_no_answer_and_the_next_attempt_is_told_what_is_prepared()
    {
        var branch = Take(await _bank.OpenAsync(100m));
        var turn = _bank.Database.Looks.TryTakeTurn()!;
        var vote = branch.PrepareAsync();
        await IsPreparedAsync(branch);
        _proxy.Target = null;
        _bank.Source.Clear();

        turn.Dispose();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => vote);
        _proxy.Target = servers.One.Port;
        Assert.Equal(["relation:public.account:RowExclusiveLock"], PreparedReport.Locks((await branch.PrepareAsync()).Result));
        Assert.Equal(1, _bank.Worked);
        await branch.AbortAsync();
        var next = Take(await _bank.OpenAsync(100m));
        Assert.Equal(Verdict.Done, (await next.PrepareAsync()).Verdict);
        await next.AbortAsync();
    }

    [Fact]
    public async Task What_was_turned_back_before_the_look_has_voted_all_the_same_and_tells_of_no_moment_at_which_its_locks_were_held()
    {
        var account = await _bank.OpenAsync(100m);
        var branch = Take(account);
        var turn = _bank.Database.Looks.TryTakeTurn()!;
        var vote = branch.PrepareAsync();
        await IsPreparedAsync(branch);
        await branch.WithoutVote().AbortAsync();

        turn.Dispose();

        Assert.Equal([new ReportedLock($"account:{account}", At: null)], ReportedLock.All((await vote).Result, "locks_acquired"));
        Assert.Equal("turned_back_before", (await branch.PrepareAsync()).Reason);
    }

    [Fact]
    public void The_turn_is_one_s_until_it_ends()
    {
        using (_bank.Database.Looks.TryTakeTurn())
            Assert.Null(_bank.Database.Looks.TryTakeTurn());
        using var next = _bank.Database.Looks.TryTakeTurn();
        Assert.NotNull(next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task The_server_plans_a_look_a_few_times_and_not_for_ever(int branches)
    {
        await using var source = NpgsqlDataSource.Create($"{servers.One.ConnectionString};Maximum Pool Size=1;Max Auto Prepare=50");
        await using var connection = await source.OpenConnectionAsync();
        var gids = Enumerable.Range(0, branches).Select(number => new Gid("nobody", Branch.NewId(), $"b{number}")).ToList();
        for (var time = 1; time <= 20; time++)
        {
            await using var look = connection.Batch(PreparedLook.Select(gids));
            await using var reader = await look.ExecuteReaderAsync();
            Assert.All(await PreparedLook.ReadAsync(reader, gids, CancellationToken.None), found => Assert.Null(found.Value.PreparedAt));
        }

        await using var plans = new NpgsqlCommand("SELECT custom_plans FROM pg_prepared_statements WHERE statement LIKE 'WITH held%' AND generic_plans > 0", connection);
        Assert.Equal(5L, await plans.ExecuteScalarAsync());
    }

    private Branch Take(string account) => new(_bank.Manager, new(account, -1m));

    private async Task IsPreparedAsync(Branch branch) => Assert.True(await Poll.UntilAsync(
        async () => await _bank.PreparedAsync(branch.TransactionId) == 1, TimeSpan.FromSeconds(20), TimeProvider.System, CancellationToken.None));
}
