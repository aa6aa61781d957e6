using System.Diagnostics;
using System.Security.Cryptography;

namespace ServerlessTx.LocalHost;

/// <summary>The data of one PostgreSQL: made where there is none, found at rest where there is.</summary>
internal sealed class PostgresCluster(PostgresBinaries binaries, PostgresFiles files, TimeProvider time)
{
    private static readonly TimeSpan EndBound = TimeSpan.FromSeconds(30);

    /// <returns>The password of its superuser.</returns>
    public async Task<string> EnsureAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(files.Folder);
        PostgresUser.Give(files.Folder);
        await EndAsync(cancellation);
        if (!Directory.Exists(files.Data))
            await MakeAsync(cancellation);
        return await File.ReadAllTextAsync(files.Password, cancellation);
    }

    /// <summary>A server that its host left behind is on its way to the end, or is sent there: it holds nothing that is not on the disk.</summary>
    private async Task EndAsync(CancellationToken cancellation)
    {
        if (!files.IsServed())
            return;
        var pid = files.LockedBy()!.Value;
        OsProcess.Interrupt(pid);
        if (!await Poll.UntilAsync(() => !OsProcess.Runs(pid), EndBound, time, cancellation))
            throw new CannotStartException($"A PostgreSQL left behind in {files.Folder}, process {pid}, does not end: end it and start again.");
    }

    private async Task MakeAsync(CancellationToken cancellation)
    {
        // A host that was killed in the middle left half a cluster.
        if (Directory.Exists(files.Draft))
            Directory.Delete(files.Draft, recursive: true);
        await File.WriteAllTextAsync(files.Password, RandomNumberGenerator.GetHexString(32, lowercase: true), cancellation);
        PostgresUser.Give(files.Password);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(files.Password, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var command = PostgresUser.Command(
            binaries.InitDb, "-D", files.Draft, "-U", PostgresServer.User, "--auth=scram-sha-256", $"--pwfile={files.Password}",
            "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions");
        using var initdb = Process.Start(Errand.In(files.Folder, command[0], command[1..]))!;
        if (await Errand.EndAsync(initdb, cancellation) is { } complaint)
            throw new CannotStartException($"initdb in {files.Folder} failed: {complaint}");
        Directory.Move(files.Draft, files.Data);
    }
}
