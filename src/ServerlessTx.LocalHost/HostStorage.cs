namespace ServerlessTx.LocalHost;

/// <summary>What the host keeps its rows in: the memory of this process, a storage account it was given, or an Azurite of its own.</summary>
internal sealed class HostStorage : IAsyncDisposable
{
    private readonly Action<string> _say;
    private Azurite? _azurite;
    private FileLock? _folder;

    private HostStorage(Action<string> say) => _say = say;

    /// <summary>Where the tables are, or null when everything is in memory.</summary>
    public string? ConnectionString { get; private set; }

    /// <summary>Azurite is one thread: fewer batches at once come back sooner.</summary>
    public bool IsAzurite => _azurite is not null;

    /// <exception cref="CannotStartException">Another host has the data folder, or there is no Azurite to be had.</exception>
    public static async Task<HostStorage> OpenAsync(HostSettings settings, Action<string> say, TimeProvider time, CancellationToken cancellation)
    {
        var storage = new HostStorage(say) { ConnectionString = settings.Storage };
        if (settings.Memory)
            say("Everything is kept in memory; nothing survives the end of this process.");
        else if (settings.Storage is not null)
            say("The storage account is the one that was given.");
        else
            await storage.OwnAzuriteAsync(settings.DataFolder, time, cancellation);
        return storage;
    }

    /// <summary>The folder for this host alone.</summary>
    public static FileLock Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return FileLock.TryTake(Path.Combine(folder, "host.lock"))
                ?? throw new CannotStartException($"Another host uses the data folder {folder}; end it or choose another one with --data.");
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw new CannotStartException($"--data: {folder} cannot be used: {Lines.First(denied.Message)}", denied);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
        {
            _say(await _azurite.StopAsync()
                ? "Azurite has saved and ended."
                : "Azurite did not end in time and was killed: what was written in the last five seconds may be lost.");
        }

        // Last: whoever gets the lock finds the folder at rest.
        _folder?.Dispose();
    }

    private async Task OwnAzuriteAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        _folder = Lock(folder);
        try
        {
            _azurite = await Azurite.StartAsync(new AzuriteOptions { DataFolder = folder }, _say, time, cancellation);
            ConnectionString = _azurite.ConnectionString;
            _say(_azurite.Adopted
                ? $"Azurite was still running (process {_azurite.Pid}) and goes on, with its data in {folder}."
                : $"Azurite runs (process {_azurite.Pid}), with its data in {folder}.");
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }
}
