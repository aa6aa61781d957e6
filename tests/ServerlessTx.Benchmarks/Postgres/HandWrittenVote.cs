using Npgsql;

namespace ServerlessTx.Benchmarks;

/// <summary>
/// The floor: both databases prepare and commit, in parallel, and nobody writes down what was decided. It needs no answer to the question what
/// happens when its process dies.
/// </summary>
internal sealed class HandWrittenVote(TwoServers servers) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _north = NpgsqlDataSource.Create(servers.North);
    private readonly NpgsqlDataSource _south = NpgsqlDataSource.Create(servers.South);

    public async Task TransferAsync(int account)
    {
        var name = Guid.NewGuid().ToString("N");
        await using var from = await _north.OpenConnectionAsync();
        await using var to = await _south.OpenConnectionAsync();
        await Task.WhenAll(PrepareAsync(from, name, account, -0.01m), PrepareAsync(to, name, account, 0.01m));
        await Task.WhenAll(CommitAsync(from, name), CommitAsync(to, name));
    }

    public async ValueTask DisposeAsync()
    {
        await _north.DisposeAsync();
        await _south.DisposeAsync();
    }

    private static async Task PrepareAsync(NpgsqlConnection connection, string name, int account, decimal amount)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await TwoServers.MoveAsync(transaction, name, account, amount);
        await using var prepare = new NpgsqlCommand($"PREPARE TRANSACTION '{name}'", connection, transaction);
        await prepare.ExecuteNonQueryAsync();
    }

    private static async Task CommitAsync(NpgsqlConnection connection, string name)
    {
        await using var commit = new NpgsqlCommand($"COMMIT PREPARED '{name}'", connection);
        await commit.ExecuteNonQueryAsync();
    }
}
