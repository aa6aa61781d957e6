using System.Diagnostics;

namespace ServerlessTx.LocalHost;

/// <summary>
/// An Azurite that answers. Its end is orderly: SIGTERM, so that it saves, then the wait for its exit. It saves on its own only every
/// five seconds, and a kill loses what came after that, whole tables included.
/// </summary>
internal sealed class Azurite : IAsyncDisposable
{
    private readonly AzuriteOptions _options;
    private readonly AzuriteFiles _files;
    private readonly AzuriteState _state;
    private readonly Process? _launcher;
    private readonly TimeProvider _time;
    private bool _stopped;

    private Azurite(AzuriteOptions options, AzuriteFiles files, AzuriteState state, Process? launcher, TimeProvider time)
    {
        (_options, _files, _state, _launcher, _time) = (options, files, state, launcher, time);
    }

    /// <summary>Whether it was running when we came.</summary>
    public bool Adopted { get; private init; }

    public int Pid => _state.Pid;

    public AzuritePorts Ports => _state.Ports!;

    public string ConnectionString => Ports.ConnectionString;

    /// <summary>An Azurite that answers: the one that runs on the data folder, else a new one. Installs it first where it is missing.</summary>
    /// <param name="options">Where it keeps its data.</param>
    /// <param name="say">Gets a line for a person where something takes long.</param>
    /// <param name="time">The clock of all bounds.</param>
    /// <param name="cancellation">Ends the wait, and an Azurite in memory with it.</param>
    /// <exception cref="CannotStartException">There is no Node.js, or Azurite ended or did not answer within its bound.</exception>
    public static async Task<Azurite> StartAsync(
        AzuriteOptions options, Action<string> say, TimeProvider time, CancellationToken cancellation = default)
    {
        var start = new AzuriteStart(options, say, time);
        if (options.InMemory)
        {
            var (files, alone, launcher) = await start.InMemoryAsync(cancellation);
            return new Azurite(options, files, alone, launcher, time);
        }

        var (folder, state, adopted) = await start.OnDataFolderAsync(cancellation);
        return new Azurite(options, folder, state, launcher: null, time) { Adopted = adopted };
    }

    /// <summary>Lets Azurite save and waits for its end; kills it at the bound.</summary>
    /// <returns>Whether it ended by itself, and so has saved.</returns>
    public async Task<bool> StopAsync()
    {
        _stopped = true;
        if (_launcher is not null)
            _launcher.StandardInput.Close();
        else if (OperatingSystem.IsWindows())
            await File.WriteAllTextAsync(_files.StopRequest, "");
        else
            OsProcess.Terminate(Pid);

        var ended = await Poll.UntilAsync(() => !OsProcess.Runs(Pid), _options.StopBound, _time, CancellationToken.None);
        if (!ended)
            OsProcess.Kill(Pid);
        if (_options.InMemory)
            Directory.Delete(_files.Folder, recursive: true);
        else
            File.Delete(_files.State);
        _launcher?.Dispose();
        return ended;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
            await StopAsync();
    }
}
