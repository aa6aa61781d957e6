using ServerlessTx.Samples;

namespace ServerlessTx.LocalHost;

/// <summary>The databases of the sample transfer: two PostgreSQL servers of the host's own, those it was given, or none.</summary>
internal sealed class HostDatabases : IAsyncDisposable
{
    private readonly List<PostgresServer> _servers = [];
    private readonly Action<string> _say;
    private FileLock? _folder;

    private HostDatabases(Action<string> say) => _say = say;

    /// <summary>Where they are, or null where a transfer's rows are with all the others.</summary>
    public TransferDatabases? Connections { get; private set; }

    /// <exception cref="CannotStartException">Another host has the data folder, or there is no PostgreSQL to be had.</exception>
    public static async Task<HostDatabases> OpenAsync(HostSettings settings, Action<string> say, TimeProvider time, CancellationToken cancellation)
    {
        var databases = new HostDatabases(say);
        if (settings is { AccountsDb: { } accounts, LedgerDb: { } ledger })
            databases.Connections = new TransferDatabases(accounts, ledger);
        if (!settings.Postgres)
            return databases;
        try
        {
            await databases.OwnServersAsync(settings, time, cancellation);
            return databases;
        }
        catch
        {
            await databases.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_servers.Select(server => server.DisposeAsync().AsTask()));
        if (_servers.Count > 0)
            _say("PostgreSQL has ended.");
        _folder?.Dispose();
    }

    private async Task OwnServersAsync(HostSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        // What is kept in memory is gone with this process, and a database that remembered the other half would be of no use.
        var folder = settings.Memory ? null : Path.Combine(settings.DataFolder, "postgres");
        if (folder is not null)
            _folder = HostStorage.Lock(folder);
        foreach (var name in new[] { Transfer.Accounts, Transfer.Ledger })
        {
            _servers.Add(await PostgresServer.StartAsync(folder is null ? null : Path.Combine(folder, name), _say, time, cancellation: cancellation));
            _say($"PostgreSQL runs for {name} (process {_servers[^1].Pid}, port {_servers[^1].Port}){(folder is null ? "" : $", with its data in {folder}")}.");
        }

        Connections = new TransferDatabases(_servers[0].ConnectionString, _servers[1].ConnectionString);
    }
}
