using Npgsql;
using ServerlessTx.LocalHost;

namespace ServerlessTx.Benchmarks;

/// <summary>Two real servers with accounts, and the one statement that both the product and the floor move money with.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    public const int Accounts = 5_000;

    private readonly PostgresServer _north;
    private readonly PostgresServer _south;

    private TwoServers(PostgresServer north, PostgresServer south) => (_north, _south) = (north, south);

    public string North => Connection(_north);

    public string South => Connection(_south);

    public static async Task<TwoServers> StartAsync()
    {
        var servers = await Task.WhenAll(StartServerAsync(), StartServerAsync());
        var both = new TwoServers(servers[0], servers[1]);
        foreach (var connection in new[] { both.North, both.South })
            await FillAsync(connection);
        return both;
    }

    public static async Task MoveAsync(NpgsqlTransaction db, string transactionId, int account, decimal amount)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH moved AS (UPDATE account SET balance = balance + $3, version = version + 1 WHERE id = $2 AND balance + $3 >= 0 RETURNING id, version)
            INSERT INTO movement SELECT id, version, $1, $3 FROM moved
            """,
            db.Connection, db)
        {
            Parameters = { new() { Value = transactionId }, new() { Value = account }, new() { Value = amount } },
        };
        if (await command.ExecuteNonQueryAsync() != 1)
            throw new InvalidOperationException("There is not enough on the account, which the benchmark's amounts do not allow for.");
    }

    /// <summary>How much is on both.</summary>
    public async Task<decimal> TotalAsync() => await BalanceAsync(North) + await BalanceAsync(South);

    public async ValueTask DisposeAsync()
    {
        await _north.DisposeAsync();
        await _south.DisposeAsync();
    }

    /// <summary>As <c>AddPostgreSql</c> would set it up, for the floor too.</summary>
    private static string Connection(PostgresServer server) => $"{server.ConnectionString};Maximum Pool Size=64;Max Auto Prepare=50";

    private static Task<PostgresServer> StartServerAsync() => PostgresServer.StartAsync(folder: null, Console.Error.WriteLine, TimeProvider.System);

    private static async Task FillAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var tables = source.CreateCommand(
            """
            CREATE TABLE account (id int PRIMARY KEY, balance numeric NOT NULL CHECK (balance >= 0), version bigint NOT NULL DEFAULT 0);
            CREATE TABLE movement (account int, version bigint, transaction_id text NOT NULL, amount numeric NOT NULL, PRIMARY KEY (account, version));
            """);
        await tables.ExecuteNonQueryAsync();
        await using var accounts = source.CreateCommand($"INSERT INTO account SELECT n, 1000 FROM generate_series(0, {Accounts - 1}) n");
        await accounts.ExecuteNonQueryAsync();
    }

    private static async Task<decimal> BalanceAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var sum = source.CreateCommand("SELECT sum(balance) FROM account");
        return (decimal)(await sum.ExecuteScalarAsync())!;
    }
}
