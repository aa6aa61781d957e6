using System.Diagnostics;
using System.Globalization;

namespace ServerlessTx.Processes;

/// <summary>With a script that waits in Azurite's place.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_Ctrl_C_between_starting_Azurite_and_saying_so_is_not_the_launchers()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "node_modules/azurite/dist/src"));
        Write("node_modules/azurite/dist/src/azurite.js", "setTimeout(() => {}, 60_000);");
        foreach (var script in new[] { "launch.js", "close-connections.js" })
            File.Copy(Path.Combine(AzuriteInstallation.FindFolder(AppContext.BaseDirectory), script), Path.Combine(_folder.Path, script));
        // The terminal's signal, at the moment at which the host does not know yet whom it would have to end.
        Write("interrupt.js", """
            const fs = require('node:fs');
            const write = fs.writeFileSync;
            fs.writeFileSync = (...file) => { write(...file); process.kill(process.pid, 'SIGINT'); };
            """);

        using var launcher = Process.Start(new ProcessStartInfo(
            Executable.Find("node"), ["--require", "./interrupt.js", "launch.js", "outlive", Path.Combine(_folder.Path, "log"), Path.Combine(_folder.Path, "state"), "i1"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        })!;
        var said = await launcher.StandardOutput.ReadToEndAsync();
        await launcher.WaitForExitAsync();
        var started = AzuriteState.Read(Path.Combine(_folder.Path, "state"))!.Pid;
        OsProcess.Kill(started);

        Assert.Equal(started.ToString(CultureInfo.InvariantCulture), said.Trim());
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Path, name), text);
}
