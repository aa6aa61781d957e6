using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class ConnectionsTests(Servers servers) : IAsyncLifetime
{
    private readonly Bank _bank = new(servers.One.ConnectionString);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task A_commit_does_not_stand_behind_prepares_that_wait_for_the_row_which_it_releases()
    {
        await using var database = new PostgreSqlDatabase(
            "accounts_db", Connections.To($"{servers.One.ConnectionString};Maximum Pool Size=2"), new FixedCoordinator("0123456789ab"),
            new PostgreSqlOptions { LockTimeout = TimeSpan.FromSeconds(20) });
        var manager = database.TwoPhaseCommit<Change>(_bank.ChangeAsync);
        var account = await _bank.OpenAsync(100m);
        Branch first = new(manager, new(account, -1m)), second = new(manager, new(account, -2m)), third = new(manager, new(account, -3m));
        await first.PrepareAsync();
        var waiting = new[] { second, third }.Select(async branch =>
        {
            var vote = await branch.PrepareAsync();
            await branch.CommitAsync();
            return vote.Verdict;
        }).ToList();
        await Eventually.IsTrueAsync(
            () => _bank.ScalarAsync<bool>("SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"), "somebody waits for the row");

        await first.CommitAsync();

        Assert.Equal([Verdict.Done, Verdict.Done], await Task.WhenAll(waiting));
        Assert.Equal(94m, await _bank.BalanceAsync(account));
    }

    [Theory]
    [InlineData("", 75, 25)]
    [InlineData(";Maximum Pool Size=8", 6, 2)]
    [InlineData(";Minimum Pool Size=8;Maximum Pool Size=8", 6, 2)]
    [InlineData(";Maximum Pool Size=2", 1, 1)]
    public async Task Both_pools_together_take_no_more_connections_than_the_string_allows(string said, int work, int conclusions)
    {
        await using var connections = Connections.To($"{servers.One.ConnectionString}{said}");
        var (forWork, forConclusions) = await SettingsAsync(connections);
        Assert.Equal((work, false), (forWork.MaxPoolSize, forWork.NoResetOnClose));
        Assert.Equal((conclusions, true), (forConclusions.MaxPoolSize, forConclusions.NoResetOnClose));
    }

    [Theory]
    [InlineData(";Maximum Pool Size=1")]
    [InlineData(";Pooling=false")]
    public async Task Where_there_is_nothing_to_divide_they_are_one_and_reset(string said)
    {
        await using var connections = Connections.To($"{servers.One.ConnectionString}{said}");
        var (forWork, forConclusions) = await SettingsAsync(connections);
        Assert.False(forWork.NoResetOnClose);
        Assert.Equal(forWork, forConclusions);
    }

    private static async Task<(NpgsqlConnectionStringBuilder Work, NpgsqlConnectionStringBuilder Conclusions)> SettingsAsync(Connections connections)
    {
        await using var work = await connections.ForWorkAsync(default);
        var forWork = new NpgsqlConnectionStringBuilder(work.ConnectionString);
        await work.CloseAsync();
        await using var conclusion = await connections.ForConclusionsAsync(default);
        return (forWork, new NpgsqlConnectionStringBuilder(conclusion.ConnectionString));
    }
}
