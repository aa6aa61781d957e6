using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>Two who both believe that they hold the lock of an account: what comes of it with and without the check of their tokens.</summary>
[Collection(nameof(OnServers))]
public sealed class FencingTests(Servers servers) : IAsyncLifetime
{
    private readonly Bank _bank = new(servers.One.ConnectionString);
    private string _account = "";

    public async Task InitializeAsync() => _account = await _bank.OpenAsync(100m);

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    /// <summary>Ann's process stood still between her read and her write; her lease ended, and Bob took 30 meanwhile.</summary>
    [Theory]
    [InlineData(false, 80)]
    [InlineData(true, 70)]
    public async Task A_holder_that_outlived_its_lease_undoes_anothers_write_unless_its_token_is_checked(bool isFenced, int left)
    {
        var (ann, bob) = (Holder("ann", 1), Holder("bob", 2));
        var annSaw = await _bank.BalanceAsync(_account);
        Assert.True(await WriteAsync(bob, await _bank.BalanceAsync(_account) - 30m, isFenced));
        Assert.Equal(!isFenced, await WriteAsync(ann, annSaw - 20m, isFenced));
        Assert.Equal(left, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task The_same_token_and_higher_ones_are_admitted_and_a_lower_one_never_again()
    {
        foreach (var (token, isAdmitted) in new[] { (3, true), (3, true), (2, false), (5, true), (4, false), (3, false), (5, true) })
            Assert.Equal(isAdmitted, await WriteAsync(Holder("x", token), token, isFenced: true));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_lower_token_waits_for_the_end_of_the_higher_and_is_refused_if_that_is_kept(bool isKept, bool isAdmitted)
    {
        await using var connection = await _bank.Source.OpenConnectionAsync();
        await using var higher = await connection.BeginTransactionAsync();
        Assert.True(await higher.AdmitAsync(Holder("bob", 2).Fence));
        var lower = WriteAsync(Holder("ann", 1), 1m, isFenced: true);
        await Eventually.IsTrueAsync(
            async () => await _bank.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%serverlesstx.fence%'") > 0,
            "the lower token waits");
        Assert.False(lower.IsCompleted);
        await (isKept ? higher.CommitAsync() : higher.RollbackAsync());
        Assert.Equal(isAdmitted, await lower);
    }

    [Fact]
    public async Task Of_many_at_once_the_tokens_that_wrote_only_grow()
    {
        await _bank.ExecuteAsync("CREATE TABLE IF NOT EXISTS written (at bigserial, account text, token bigint)");
        await Task.WhenAll(Enumerable.Range(1, 24).Select(i => Task.Run(async () =>
        {
            await using var connection = await _bank.Source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var lease = Holder("x", (i * 7 % 24) + 1);
            if (!await transaction.AdmitAsync(lease.Fence))
                return;
            await transaction.Command("INSERT INTO written (account, token) VALUES ($1, $2)", _account, lease.Token).ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        })));
        var written = await _bank.ScalarAsync<long[]>("SELECT ARRAY(SELECT token FROM written WHERE account = $1 ORDER BY at)", _account);
        Assert.Equal(24, written[^1]);
        Assert.Equal(written.Order(), written);
    }

    [Fact]
    public async Task A_step_under_a_token_that_is_passed_refuses_for_good_and_keeps_nothing()
    {
        Assert.True(await WriteAsync(Holder("bob", 2), 70m, isFenced: true));
        var call = new LearnedCall(Branch.NewId(), "take", Phase.Action, default);
        for (var attempt = 1; attempt <= 2; attempt++)
            Assert.Equal(new StepAnswer<decimal>.Refused("fenced_out"), await _bank.Database.Barrier.StepAsync<decimal>(call, TakeAsync));
        Assert.Equal(70m, await _bank.BalanceAsync(_account));

        async Task<StepAnswer<decimal>> TakeAsync(BarrierTransaction transaction)
        {
            await transaction.Command("UPDATE account SET balance = balance - 20 WHERE id = $1", _account).ExecuteNonQueryAsync();
            return await transaction.Transaction.AdmitAsync(Holder("ann", 1).Fence) ? 20m : Refusal.Because("fenced_out");
        }
    }

    [Fact]
    public async Task A_database_of_an_older_version_gets_the_table_at_the_start()
    {
        var name = $"older_{Guid.NewGuid():N}"[..20];
        await _bank.ExecuteAsync($"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(servers.One.ConnectionString) { Database = name }.ConnectionString;
        await using var older = new Bank(connection);
        await older.Database.EnsureSchemaAsync();
        await older.ExecuteAsync("DROP TABLE serverlesstx.fence");
        await using var app = await App.StartAsync(tx => tx.AddPostgreSql("accounts_db", connection));
        Assert.Equal(0, await older.ScalarAsync<long>("SELECT count(*) FROM serverlesstx.fence"));
    }

    private LockLease Holder(string owner, long token) => new($"account:{_account}", owner, token, DateTimeOffset.UnixEpoch);

    private async Task<bool> WriteAsync(LockLease lease, decimal balance, bool isFenced)
    {
        await using var connection = await _bank.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (isFenced && !await transaction.AdmitAsync(lease.Fence))
            return false;
        await transaction.Command("UPDATE account SET balance = $2 WHERE id = $1", _account, balance).ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return true;
    }
}
