using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class StartTests(Servers servers)
{
    [Fact]
    public async Task A_server_that_cannot_prepare_is_refused_at_the_start_with_the_setting_to_change()
    {
        await using var server = await PostgresServer.StartAsync(null, _ => { }, TimeProvider.System, ["max_prepared_transactions=0"]);
        await using var app = App.Build(tx => tx.AddPostgreSql("accounts_db", server.ConnectionString));
        var refused = await Assert.ThrowsAsync<PostgreSqlSetupException>(app.StartAsync);
        Assert.StartsWith("accounts_db: max_prepared_transactions is 0 there", refused.Message);
        Assert.Contains("max_prepared_transactions = 100", refused.Message);
    }

    [Fact]
    public async Task Tables_are_made_once_however_many_start_at_once()
    {
        var name = $"fresh_{Guid.NewGuid():N}"[..20];
        await using (var admin = new Bank(servers.One.ConnectionString))
            await admin.ExecuteAsync($"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(servers.One.ConnectionString) { Database = name }.ConnectionString;
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => App.StartAsync(tx => tx.AddPostgreSql("accounts_db", connection))));
        await using var bank = new Bank(connection);
        Assert.Equal(0, await bank.ScalarAsync<long>("SELECT count(*) FROM serverlesstx.barrier"));
        foreach (var app in apps)
            await app.DisposeAsync();
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(";Max Auto Prepare=0", 0)]
    [InlineData(";MaxAutoPrepare=0", 0)]
    public async Task The_server_keeps_the_plans_of_our_statements_unless_the_connection_string_says_otherwise(string said, int kept)
    {
        await using var app = App.Build(tx => tx.AddPostgreSql("accounts_db", $"{servers.One.ConnectionString};Maximum Pool Size=1{said}"));
        await using var connection = await app.Services.PostgreSql("accounts_db").OpenAsync();
        // The fifth time it is kept.
        for (var time = 1; time <= 5; time++)
            await ScalarAsync(connection, "SELECT 42::bigint");
        Assert.Equal(kept, await ScalarAsync(connection, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 42%'"));
    }

    private static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task A_database_that_is_away_does_not_keep_the_host_from_starting_and_its_password_is_told_to_nobody()
    {
        const string password = "correct horse battery staple";
        var away = new NpgsqlConnectionStringBuilder(servers.One.ConnectionString) { Password = password, Timeout = 5 }.ConnectionString;
        await using var app = await App.StartAsync(tx => tx
            .AddPostgreSql("accounts_db", away)
            .AddWorkflow(services => ServerlessTx.TwoPhaseCommit
                .For<Change>("change", version: 1, new CallPolicy { Attempts = 1, FirstDelayMs = 1, MaxDelayMs = 10, StuckAfter = 2 })
                .Participant("accounts_db", services.PostgreSql("accounts_db").TwoPhaseCommit<Change>((_, _) => Task.FromResult<StepAnswer<LockedRows>>(new LockedRows())))));
        var id = await app.BeginAsync("change", new Change("a", 1m));

        await Eventually.IsTrueAsync(async () => (await app.Client.GetAsync(id))!.Status is TransactionStatus.Stuck, "the abort that nobody answers is stuck");

        var evidence = (await app.Client.EvidenceAsync(id))!.ToJsonString();
        Assert.Contains("28P01", evidence);
        Assert.DoesNotContain(password, evidence);
        Assert.NotEmpty(app.Log.Lines);
        Assert.All(app.Log.Lines, line => Assert.DoesNotContain(password, line));
        var error = await Assert.ThrowsAsync<PostgresException>(() => app.Services.PostgreSql("accounts_db").EnsureSchemaAsync());
        Assert.DoesNotContain(password, error.ToString());
    }
}
