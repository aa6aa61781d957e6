using Npgsql;

namespace ServerlessTx.Benchmarks;

/// <summary>
/// The floor: both databases prepare and commit, in parallel, and nobody writes down what was decided. It needs no answer to the question what
/// happens when its process dies.
/// </summary>
internal sealed class HandWrittenVote(TwoServers servers, ITransferWork work) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _north = NpgsqlDataSource.Create(servers.North);
    private readonly NpgsqlDataSource _south = NpgsqlDataSource.Create(servers.South);

    public async Task TransferAsync(int account)
    {
        var name = Guid.NewGuid().ToString("N");
        await using var north = await _north.OpenConnectionAsync();
        await using var south = await _south.OpenConnectionAsync();
        await Task.WhenAll(PrepareAsync(north, isNorth: true, name, account), PrepareAsync(south, isNorth: false, name, account));
        await Task.WhenAll(CommitAsync(north, name), CommitAsync(south, name));
    }

    public async ValueTask DisposeAsync()
    {
        await _north.DisposeAsync();
        await _south.DisposeAsync();
    }

    private async Task PrepareAsync(NpgsqlConnection connection, bool isNorth, string name, int account)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await work.DoByHandAsync(transaction, isNorth, name, account);
        await using var prepare = new NpgsqlCommand($"PREPARE TRANSACTION '{name}'", connection, transaction);
        await prepare.ExecuteNonQueryAsync();
    }

    private static async Task CommitAsync(NpgsqlConnection connection, string name)
    {
        await using var commit = new NpgsqlCommand($"COMMIT PREPARED '{name}'", connection);
        await commit.ExecuteNonQueryAsync();
    }
}
