using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace ServerlessTx.LocalHost;

/// <summary>
/// What a lock file pins, installed with npm where it is missing. Inside the repository it stands beside the host's sources, so that the
/// host and every test share one; a copied output installs its own.
/// </summary>
/// <param name="folder">The folder of package.json and package-lock.json.</param>
/// <param name="product">What is installed.</param>
/// <param name="without">A sentence: how to do without it.</param>
/// <param name="say">Gets a line for a person, since it takes long.</param>
/// <param name="time">The clock of all bounds.</param>
internal sealed class NpmInstallation(string folder, string product, string without, Action<string> say, TimeProvider time)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);

    private string Modules => Path.Combine(folder, "node_modules");

    /// <summary>npm removes node_modules before it installs, so what is written here last is there only when the installation is whole.</summary>
    private string Marker => Path.Combine(Modules, ".serverlesstx-installed");

    private string Npm => Path.Combine(folder, ".install.pid");

    /// <summary>The folder of that name among the host's sources, or beside a copied output.</summary>
    public static string FindFolder(string from, string name)
    {
        for (var parent = new DirectoryInfo(from); parent is not null; parent = parent.Parent)
        {
            var candidate = Path.Combine(parent.FullName, "src", "ServerlessTx.LocalHost", name);
            if (File.Exists(Path.Combine(candidate, "package-lock.json")))
                return candidate;
        }

        return Path.Combine(from, name);
    }

    /// <summary>Installs what the lock file pins, unless that very thing is there. Of several processes one installs and the others wait.</summary>
    /// <exception cref="CannotStartException">There is no npm, or it failed.</exception>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        var pinned = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"), cancellation)));
        if (IsInstalled(pinned))
            return;
        using var alone = await LockAsync(cancellation);
        await OrphanAsync(cancellation);
        if (IsInstalled(pinned))
            return;

        say($"{product} is not installed yet: npm ci in {folder} (once, half a minute or so).");
        var start = time.GetTimestamp();
        await InstallAsync(cancellation);
        await File.WriteAllTextAsync(Marker, pinned, cancellation);
        say($"{product} is installed, in {time.GetElapsedTime(start).TotalSeconds:0} s.");
    }

    private bool IsInstalled(string pinned) => File.Exists(Marker) && File.ReadAllText(Marker) == pinned;

    private async Task<FileLock> LockAsync(CancellationToken cancellation)
    {
        FileLock? taken = null;
        try
        {
            await Poll.UntilAsync(() => (taken = FileLock.TryTake(Path.Combine(folder, ".install.lock"))) is not null, Bound, time, cancellation);
        }
        catch (UnauthorizedAccessException readOnly)
        {
            throw new CannotStartException($"{product} is missing and {folder} may not be written: run npm ci there. ({without})", readOnly);
        }

        return taken ?? throw new CannotStartException($"Another process has been installing {product} in {folder} for {Bound.TotalMinutes:0} minutes.");
    }

    /// <summary>An npm whose host was killed works on, in the folder that we are about to empty: its end comes first.</summary>
    private async Task OrphanAsync(CancellationToken cancellation)
    {
        if (File.Exists(Npm) && int.TryParse(await File.ReadAllTextAsync(Npm, cancellation), CultureInfo.InvariantCulture, out var pid)
            && OsProcess.RanAt(pid, File.GetLastWriteTimeUtc(Npm))
            && !await Poll.UntilAsync(() => !OsProcess.Runs(pid), Bound, time, cancellation))
        {
            throw new CannotStartException($"An npm left behind, process {pid}, has been at work in {folder} for {Bound.TotalMinutes:0} minutes: end it.");
        }
    }

    private async Task InstallAsync(CancellationToken cancellation)
    {
        using var npm = Start();
        await File.WriteAllTextAsync(Npm, npm.Id.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        if (await Errand.EndAsync(npm, cancellation) is { } complaint)
            throw new CannotStartException($"npm ci in {folder} failed: {complaint} ({without})");
    }

    private Process Start()
    {
        // No package needs its install script, and a script is what an attacker would bring.
        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        var start = Errand.In(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", arguments);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new CannotStartException($"{product} needs Node.js 20 with npm, and npm is not on the PATH: install it. ({without})", missing);
        }
    }
}
