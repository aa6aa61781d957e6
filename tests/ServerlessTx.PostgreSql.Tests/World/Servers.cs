namespace ServerlessTx.PostgreSql.Tests;

/// <summary>Two servers that end with the tests. Tests share them and keep apart by the names of their rows and transactions.</summary>
public sealed class Servers : IAsyncLifetime
{
    internal PostgresServer One { get; private set; } = null!;

    internal PostgresServer Other { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var servers = await Task.WhenAll(StartAsync(), StartAsync());
        (One, Other) = (servers[0], servers[1]);
        foreach (var server in servers)
            await Bank.CreateAsync(server.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
    }

    private static Task<PostgresServer> StartAsync() => PostgresServer.StartAsync(folder: null, Console.Error.WriteLine, TimeProvider.System);
}

/// <summary>The test classes that use the shared servers.</summary>
[CollectionDefinition(nameof(OnServers))]
public sealed class OnServers : ICollectionFixture<Servers>;
