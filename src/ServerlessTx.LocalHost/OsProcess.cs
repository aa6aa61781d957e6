using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ServerlessTx.LocalHost;

/// <summary>A process that is not our child, known by its id alone.</summary>
internal static class OsProcess
{
    private const int Sigint = 2;
    private const int Sigterm = 15;

    /// <summary>Whether the process runs. A zombie does not: where nobody reaps orphans (many containers) one would stay for ever.</summary>
    public static bool Runs(int pid)
    {
        using var process = Find(pid);
        return process is { HasExited: false } && !IsZombie(pid);
    }

    /// <summary>Whether the process runs and did so at that moment; another one that got the same id later did not. A start time is good to a second.</summary>
    public static bool RanAt(int pid, DateTime utc)
    {
        try
        {
            using var process = Find(pid);
            return process is not null && Runs(pid) && process.StartTime.ToUniversalTime() <= utc.AddSeconds(2);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Asks the process to end. Windows has no such signal and ends it.</summary>
    public static void Terminate(int pid)
    {
        if (OperatingSystem.IsWindows())
            Kill(pid);
        else
            _ = Signal(pid, Sigterm);
    }

    /// <summary>As Ctrl-C would. Windows has no such signal either.</summary>
    public static void Interrupt(int pid)
    {
        if (OperatingSystem.IsWindows())
            Kill(pid);
        else
            _ = Signal(pid, Sigint);
    }

    public static void Kill(int pid)
    {
        using var process = Find(pid);
        process?.Kill(entireProcessTree: true);
    }

    private static Process? Find(int pid)
    {
        try
        {
            return Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsZombie(int pid)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            // "pid (name) state …", where the name may hold anything, brackets included.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int pid, int signal);
}
