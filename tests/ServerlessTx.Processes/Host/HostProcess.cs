using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ServerlessTx.Processes;

/// <summary>A local host as a process of its own, started from its built assembly: what it writes, how it ends, and what kills it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    /// <summary>Long enough for a busy machine that installs Azurite first. A test that fails waits so long, and no other.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private const int Sigint = 2;
    private const int Sigcont = 18;
    private const int Sigstop = 19;

    private readonly Process _process;
    private readonly OutputLines _output = new();
    private readonly OutputLines _errors = new();
    private readonly Task _read;

    private HostProcess(Process process)
    {
        _process = process;
        _read = Task.WhenAll(_output.ReadAsync(process.StandardOutput), _errors.ReadAsync(process.StandardError));
    }

    public int Pid => _process.Id;

    public IReadOnlyList<string> Output => _output.SoFar;

    public IReadOnlyList<string> Errors => _errors.SoFar;

    /// <summary>Starts a host. It is the leader of a process group where the system can do that, as a command in a terminal is.</summary>
    public static HostProcess Start(params string[] arguments) => Start(environment: null, arguments);

    public static HostProcess Start(IReadOnlyDictionary<string, string?>? environment, params string[] arguments) =>
        Start("ServerlessTx.LocalHost.dll", environment, arguments);

    /// <summary>Starts another application that says where it listens.</summary>
    public static HostProcess StartAssembly(string assembly, params string[] arguments) => Start(assembly, environment: null, arguments);

    private static HostProcess Start(string assembly, IReadOnlyDictionary<string, string?>? environment, string[] arguments)
    {
        string[] command = [.. Leader(), Executable.Find("dotnet"), Path.Combine(AppContext.BaseDirectory, assembly), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return new HostProcess(Process.Start(start)!);
    }

    /// <summary>Starts a host on a free port and waits until it serves.</summary>
    public static async Task<HostProcess> StartServingAsync(params string[] arguments)
    {
        var host = Start([.. arguments, "--address", "http://127.0.0.1:0"]);
        await host.AddressAsync();
        return host;
    }

    /// <summary>Where it listens, as it printed it.</summary>
    public async Task<Uri> AddressAsync() => new((await LineAsync("Listening on ")).Split(' ')[2]);

    public async Task<HttpClient> ClientAsync() => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = await AddressAsync() };

    /// <summary>The first line that begins so, now or later.</summary>
    public async Task<string> LineAsync(string beginning)
    {
        var found = _output.FirstAsync(line => line.StartsWith(beginning, StringComparison.Ordinal));
        return await Within(found) ?? throw new InvalidOperationException($"It ended without a line \"{beginning}\". {Everything()}");
    }

    /// <summary>Ctrl-C: the signal goes to the host's whole process group, as a terminal sends it.</summary>
    public void Interrupt() => _ = Signal(HasGroup ? -Pid : Pid, Sigint);

    /// <summary>Stops it between two instructions, as a machine that pauses does. It does not know.</summary>
    public void Freeze() => _ = Signal(Pid, Sigstop);

    /// <summary>Lets it go on where it was.</summary>
    public void Thaw() => _ = Signal(Pid, Sigcont);

    /// <summary>kill -9 of the host alone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await Within(_process.WaitForExitAsync());
    }

    /// <summary>The exit code, once it has ended and all it wrote is read.</summary>
    public async Task<int> ExitAsync()
    {
        await Within(_process.WaitForExitAsync());
        await Within(_read);
        return _process.ExitCode;
    }

    /// <summary>An orderly end, so that no test leaves an Azurite behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Thaw();
            Interrupt();
            await ExitAsync();
        }

        _process.Dispose();
    }

    private static bool HasGroup => OperatingSystem.IsLinux();

    /// <summary>A script that runs the tests in the background makes everything below it deaf to Ctrl-C, hosts included; they shall hear.</summary>
    private static string[] Leader() => HasGroup ? [Executable.Find("setsid"), Executable.Find("env"), "--default-signal=INT"] : [];

    private string Everything() => string.Join('\n', [.. Output, .. Errors]);

    private async Task Within(Task task)
    {
        try
        {
            await task.WaitAsync(Bound);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not within {Bound.TotalMinutes} minutes. {Everything()}");
        }
    }

    private async Task<T> Within<T>(Task<T> task)
    {
        await Within((Task)task);
        return await task;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int pid, int signal);
}
