using System.Diagnostics;

namespace ServerlessTx.LocalHost;

/// <summary>The way to an Azurite that answers.</summary>
internal sealed class AzuriteStart(AzuriteOptions options, Action<string> say, TimeProvider time)
{
    public async Task<(AzuriteFiles Files, AzuriteState State, Process Launcher)> InMemoryAsync(CancellationToken cancellation)
    {
        var launcher = await InstalledAsync(cancellation);
        var files = new AzuriteFiles(Directory.CreateTempSubdirectory("serverlesstx-azurite-").FullName);
        var (state, process) = await launcher.FollowAsync(files);
        try
        {
            return (files, await AnsweringAsync(files, state, cancellation), process);
        }
        catch
        {
            process.StandardInput.Close();
            process.Dispose();
            throw;
        }
    }

    public async Task<(AzuriteFiles Files, AzuriteState State, bool Adopted)> OnDataFolderAsync(CancellationToken cancellation)
    {
        var files = new AzuriteFiles(Path.GetFullPath(options.DataFolder ?? throw new ArgumentException("An Azurite not in memory needs a data folder.")));
        Directory.CreateDirectory(files.Folder);
        if (await AdoptAsync(files, cancellation) is { } running)
            return (files, running, true);

        var launcher = await InstalledAsync(cancellation);
        var state = await AnsweringAsync(files, await launcher.OutliveAsync(files), cancellation);
        state.Write(files.State);
        return (files, state, false);
    }

    /// <summary>
    /// The Azurite that runs on this folder, or null when none does. One may be starting or ending, or hang; a second one beside it would
    /// write the same files, so without an answer or an end nothing is started.
    /// </summary>
    private async Task<AzuriteState?> AdoptAsync(AzuriteFiles files, CancellationToken cancellation)
    {
        if (AzuriteState.Read(files.State) is not { } state || !OsProcess.RanAt(state.Pid, File.GetLastWriteTimeUtc(files.State)))
            return null;
        if (await ReadyAsync(files, state, cancellation) is not { } ready)
        {
            return OsProcess.Runs(state.Pid)
                ? throw new CannotStartException($"The Azurite of {files.Folder}, process {state.Pid}, does not answer: end it and start again.")
                : null;
        }

        ready.Write(files.State);
        return ready;
    }

    private async Task<AzuriteState> AnsweringAsync(AzuriteFiles files, AzuriteState state, CancellationToken cancellation)
    {
        try
        {
            if (await ReadyAsync(files, state, cancellation) is { } ready)
                return ready;
        }
        catch (OperationCanceledException)
        {
            OsProcess.Terminate(state.Pid);
            throw;
        }

        var ended = !OsProcess.Runs(state.Pid);
        if (!ended)
            OsProcess.Kill(state.Pid);
        throw new CannotStartException(ended
            ? $"Azurite ended while it started: {Lines.Last(ReadLog(files))}"
            : $"Azurite did not answer within {options.StartBound.TotalSeconds:0} s; its log is {files.Log}.");
    }

    /// <summary>The state with its ports once Azurite answers there; null when it ends first, or at the bound.</summary>
    private async Task<AzuriteState?> ReadyAsync(AzuriteFiles files, AzuriteState state, CancellationToken cancellation)
    {
        AzuriteState? ready = null;
        await Poll.UntilAsync(
            async () =>
            {
                if ((state.Ports ?? AzuritePorts.FromLog(ReadLog(files))) is { } ports && await AzuriteProbe.AnswersAsync(ports, state.Instance, cancellation))
                    ready = state with { Ports = ports };
                return ready is not null || !OsProcess.Runs(state.Pid);
            },
            options.StartBound,
            time,
            cancellation);
        return ready;
    }

    private async Task<AzuriteLauncher> InstalledAsync(CancellationToken cancellation)
    {
        var installation = new AzuriteInstallation(AzuriteInstallation.FindFolder(AppContext.BaseDirectory), say, time);
        await installation.EnsureAsync(cancellation);
        return new AzuriteLauncher(installation.Launcher);
    }

    private static string ReadLog(AzuriteFiles files)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(files.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }
}
