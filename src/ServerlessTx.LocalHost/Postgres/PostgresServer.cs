using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServerlessTx.LocalHost;

/// <summary>
/// A PostgreSQL of our own, for development and tests: on loopback, with a password made up for it, able to prepare transactions. It ends with
/// this process at the latest, kill -9 included; what was committed or prepared is on its disk, and the next start finds it.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string User = "postgres";

    private const int PortAttempts = 5;

    private static readonly string[] Own =
        ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "max_prepared_transactions=200"];

    private static readonly string[] Session = ["setsid"];

    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(3);

    private readonly PostgresBinaries _binaries;
    private readonly PostgresFiles _files;
    private readonly bool _isTemporary;
    private readonly IReadOnlyList<string> _settings;
    private readonly TimeProvider _time;
    private string _password = "";
    private Process? _process;

    private PostgresServer(PostgresBinaries binaries, PostgresFiles files, bool isTemporary, IReadOnlyList<string> settings, TimeProvider time) =>
        (_binaries, _files, _isTemporary, _settings, _time) = (binaries, files, isTemporary, settings, time);

    public int Pid { get; private set; }

    public int Port { get; private set; }

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username={User};Password={_password};Database=postgres";

    /// <summary>Starts a server and waits until it takes connections.</summary>
    /// <param name="folder">Where it keeps its data; without one, a folder that is deleted with it.</param>
    /// <param name="say">Gets a line for a person where something takes long.</param>
    /// <param name="time">The clock of all bounds.</param>
    /// <param name="settings">Settings beside our own, <c>name=value</c>; of two with one name the last counts.</param>
    /// <param name="binaries">Whose programs; without them, those that are found.</param>
    /// <param name="cancellation">Ends the wait and the server.</param>
    /// <exception cref="CannotStartException">There is no PostgreSQL to be had, or it did not start.</exception>
    public static async Task<PostgresServer> StartAsync(
        string? folder, Action<string> say, TimeProvider time, IReadOnlyList<string>? settings = null, PostgresBinaries? binaries = null,
        CancellationToken cancellation = default)
    {
        if (OperatingSystem.IsWindows())
            throw new CannotStartException("A PostgreSQL of our own is not started on Windows: give connection strings.");
        binaries ??= await PostgresBinaries.FindAsync(say, time, cancellation);
        var files = new PostgresFiles(folder is null ? Directory.CreateTempSubdirectory("serverlesstx-postgres-").FullName : Path.GetFullPath(folder));
        var server = new PostgresServer(binaries, files, isTemporary: folder is null, settings ?? [], time);
        try
        {
            server._password = await new PostgresCluster(binaries, files, time).EnsureAsync(cancellation);
            await server.ListenAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again, on the same port, behind a kill or a stop.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation = default)
    {
        await new PostgresCluster(_binaries, _files, _time).EnsureAsync(cancellation);
        // Processes of the killed server may still be on their way out; as long as one is, PostgreSQL refuses to start beside it.
        if (!await Poll.UntilAsync(() => TryStartAsync(Port, cancellation), StartBound, _time, cancellation))
            throw DidNotStart();
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        OsProcess.Kill(Pid);
        await EndedAsync(CancellationToken.None);
    }

    /// <summary>What it sees when this process vanishes.</summary>
    internal void LetGo() => _process!.StandardInput.Close();

    /// <summary>An orderly end; behind it everything is on the disk either way.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;
        LetGo();
        using var bound = new CancellationTokenSource(StopBound, _time);
        try
        {
            await EndedAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_isTemporary)
            Directory.Delete(_files.Folder, recursive: true);
    }

    private async Task EndedAsync(CancellationToken cancellation)
    {
        await _process!.WaitForExitAsync(cancellation);
        _process.Dispose();
        _process = null;
    }

    /// <summary>PostgreSQL cannot be told to take any free port, so one is found for it; another process may be faster.</summary>
    private async Task ListenAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= PortAttempts; attempt++)
        {
            Port = FreePort();
            if (await TryStartAsync(Port, cancellation))
                return;
        }

        throw DidNotStart();
    }

    /// <returns>Whether it takes connections; if not, it has ended.</returns>
    private async Task<bool> TryStartAsync(int port, CancellationToken cancellation)
    {
        _process = Launch(port);
        // Not to be cancelled: a server whose process nobody knows is one that nobody ends.
        Pid = int.Parse((await _process.StandardOutput.ReadLineAsync(CancellationToken.None))!, CultureInfo.InvariantCulture);
        var launched = _process;
        if (await Poll.UntilAsync(() => _files.IsReady(Pid) || launched.HasExited, StartBound, _time, cancellation) && !launched.HasExited)
            return true;
        await StopAsync();
        return false;
    }

    private Process Launch(int port)
    {
        string[] server =
        [
            _binaries.Postgres, "-D", _files.Data, "-p", port.ToString(CultureInfo.InvariantCulture),
            .. Own.Concat(_settings).SelectMany(setting => new[] { "-c", setting }),
        ];
        var command = PostgresUser.Command(["sh", "-c", Follow, "follow.sh", _files.Log, .. server]);
        // In a session of its own: the terminal's Ctrl-C is for the host, which ends PostgreSQL behind itself.
        string[] apart = [.. OperatingSystem.IsLinux() ? Session : [], .. command];
        var start = new ProcessStartInfo(apart[0], apart[1..])
        {
            WorkingDirectory = _files.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new CannotStartException($"PostgreSQL did not start: {apart[0]} is not on the PATH.", missing);
        }
    }

    private CannotStartException DidNotStart() => new($"PostgreSQL did not start: {Lines.Last(File.Exists(_files.Log) ? File.ReadAllText(_files.Log) : "")}");

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static string Follow { get; } = ReadFollow();

    private static string ReadFollow()
    {
        using var script = typeof(PostgresServer).Assembly.GetManifestResourceStream("follow.sh")!;
        return new StreamReader(script).ReadToEnd();
    }
}
