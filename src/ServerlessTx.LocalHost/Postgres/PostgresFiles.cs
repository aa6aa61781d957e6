using System.Globalization;

namespace ServerlessTx.LocalHost;

/// <summary>The files of one PostgreSQL in its folder.</summary>
internal sealed record PostgresFiles(string Folder)
{
    public string Data => Path.Combine(Folder, "data");

    /// <summary>Where a new cluster is made; it becomes <see cref="Data"/> when it is whole.</summary>
    public string Draft => Path.Combine(Folder, "data.new");

    public string Log => Path.Combine(Folder, "postgres.log");

    public string Password => Path.Combine(Folder, "password");

    private string Lock => Path.Combine(Data, "postmaster.pid");

    /// <summary>The process that PostgreSQL's own lock file names, or null without one. It need not run any more.</summary>
    public int? LockedBy() => LockLines() is [var first, ..] && int.TryParse(first, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    /// <summary>Whether that process takes connections: the eighth line of the lock file says so.</summary>
    public bool IsReady(int pid) => LockedBy() == pid && LockLines() is { Length: >= 8 } lines && lines[7].Trim() == "ready";

    /// <summary>Whether the process of the lock file runs and is the one that wrote it.</summary>
    public bool IsServed() => LockedBy() is { } pid && OsProcess.RanAt(pid, File.GetLastWriteTimeUtc(Lock));

    private string[] LockLines()
    {
        try
        {
            return File.ReadAllLines(Lock);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
