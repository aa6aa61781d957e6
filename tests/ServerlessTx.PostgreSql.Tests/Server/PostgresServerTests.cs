using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

public sealed class PostgresServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("serverlesstx-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_without_a_folder_prepares_transactions_and_leaves_nothing_behind()
    {
        var server = await StartAsync(folder: null);
        var data = await ScalarAsync(server, "SHOW data_directory");
        await ExecuteAsync(server, "CREATE TABLE t(n int)");
        await ExecuteAsync(server, "BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'one'");
        await ExecuteAsync(server, "COMMIT PREPARED 'one'");
        Assert.Equal("1", await ScalarAsync(server, "SELECT n::text FROM t"));

        await server.DisposeAsync();
        Assert.False(OsProcess.Runs(server.Pid));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Its_password_is_asked_for()
    {
        await using var server = await StartAsync(folder: null);
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong" };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task What_was_prepared_before_a_kill_is_there_when_it_starts_again_on_the_same_port()
    {
        await using var server = await StartAsync(folder: null);
        var port = server.Port;
        await ExecuteAsync(server, "CREATE TABLE t(n int)");
        await ExecuteAsync(server, "BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'one'");

        await server.KillAsync();
        await server.StartAgainAsync();

        Assert.Equal(port, server.Port);
        Assert.Equal("one", await ScalarAsync(server, "SELECT gid FROM pg_prepared_xacts"));
    }

    [Fact]
    public async Task A_folder_keeps_its_data_and_its_password()
    {
        string connection;
        await using (var first = await StartAsync(_folder))
        {
            connection = first.ConnectionString;
            await ExecuteAsync(first, "CREATE TABLE kept(n int)");
        }

        await using var second = await StartAsync(_folder);
        Assert.Equal(new NpgsqlConnectionStringBuilder(connection).Password, new NpgsqlConnectionStringBuilder(second.ConnectionString).Password);
        Assert.Equal("kept", await ScalarAsync(second, "SELECT 'kept'::regclass::text"));
    }

    [Fact]
    public async Task A_server_that_was_left_behind_on_the_folder_is_ended_by_the_next_start()
    {
        var left = await StartAsync(_folder);

        await using var next = await StartAsync(_folder);

        Assert.False(OsProcess.Runs(left.Pid));
        Assert.Equal("1", await ScalarAsync(next, "SELECT '1'"));
    }

    [Fact]
    public async Task A_lock_file_whose_process_is_another_one_means_nothing()
    {
        await using (await StartAsync(_folder))
        {
        }

        var @lock = Path.Combine(_folder, "data", "postmaster.pid");
        await File.WriteAllTextAsync(@lock, $"{int.MaxValue}\n{_folder}/data\n1\n5432\n\n127.0.0.1\n\nready\n");
        await using var next = await StartAsync(_folder);
        Assert.Equal("1", await ScalarAsync(next, "SELECT '1'"));
    }

    [Fact]
    public async Task It_ends_when_whoever_started_it_is_gone()
    {
        await using var server = await StartAsync(folder: null);
        // The end of its standard input is what a kill of the starting process looks like from there.
        server.LetGo();
        Assert.True(await Poll.UntilAsync(() => !OsProcess.Runs(server.Pid), TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public async Task What_keeps_it_from_starting_is_told_in_one_line()
    {
        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(folder: null, "no_such_setting=1"));
        Assert.StartsWith("PostgreSQL did not start: ", refused.Message);
        Assert.Contains("no_such_setting", refused.Message);
    }

    private static Task<PostgresServer> StartAsync(string? folder, params string[] settings) =>
        PostgresServer.StartAsync(folder, _ => { }, TimeProvider.System, settings);

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> ScalarAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
