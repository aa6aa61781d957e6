namespace ServerlessTx.Bank;

/// <summary>Two PostgreSQL servers of our own, which end with whoever has them.</summary>
internal sealed class TransferServers : IAsyncDisposable
{
    private TransferServers(PostgresServer first, PostgresServer second) => (First, Second) = (first, second);

    public PostgresServer First { get; }

    public PostgresServer Second { get; }

    public static async Task<TransferServers> StartAsync(Action<string> say)
    {
        var servers = await Task.WhenAll(StartOneAsync(say), StartOneAsync(say));
        return new TransferServers(servers[0], servers[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    private static Task<PostgresServer> StartOneAsync(Action<string> say) => PostgresServer.StartAsync(folder: null, say, TimeProvider.System);
}
