using Npgsql;
using ServerlessTx.LocalHost;

namespace ServerlessTx.Benchmarks;

/// <summary>Two real servers with the tables of some kinds of work.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    public const int Accounts = 5_000;

    private readonly PostgresServer _north;
    private readonly PostgresServer _south;

    private TwoServers(PostgresServer north, PostgresServer south) => (_north, _south) = (north, south);

    public string North => Connection(_north);

    public string South => Connection(_south);

    public static async Task<TwoServers> StartAsync(params IReadOnlyList<ITransferWork> works)
    {
        var servers = await Task.WhenAll(StartServerAsync(), StartServerAsync());
        var both = new TwoServers(servers[0], servers[1]);
        foreach (var connection in new[] { both.North, both.South })
            await FillAsync(connection, works);
        return both;
    }

    /// <summary>What both servers together hold.</summary>
    public async Task<decimal> SumAsync(ITransferWork work) =>
        await AskAsync(North, work.Balance(isNorth: true)) + await AskAsync(South, work.Balance(isNorth: false));

    public async ValueTask DisposeAsync()
    {
        await _north.DisposeAsync();
        await _south.DisposeAsync();
    }

    /// <summary>As <c>AddPostgreSql</c> would set it up, for the floor too.</summary>
    private static string Connection(PostgresServer server) => $"{server.ConnectionString};Maximum Pool Size=64;Max Auto Prepare=50";

    private static Task<PostgresServer> StartServerAsync() => PostgresServer.StartAsync(folder: null, Console.Error.WriteLine, TimeProvider.System);

    private static async Task FillAsync(string connection, IReadOnlyList<ITransferWork> works)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        foreach (var work in works)
        {
            await using var tables = source.CreateCommand(work.Tables);
            await tables.ExecuteNonQueryAsync();
        }
    }

    private static async Task<decimal> AskAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        return (decimal)(await command.ExecuteScalarAsync())!;
    }
}
