using System.Diagnostics;

namespace ServerlessTx.Verification;

/// <summary>The command as strangers get it: packed, installed from the package alone, and run.</summary>
public sealed class ToolPackageTests
{
    [Fact]
    public async Task Packed_it_installs_as_a_dotnet_tool_that_verifies()
    {
        var folder = Directory.CreateTempSubdirectory("serverlesstx-tool");
        try
        {
            var (packages, tools, settings) = (folder.CreateSubdirectory("packages"), Path.Combine(folder.FullName, "tools"), Path.Combine(folder.FullName, "nuget.config"));
            await RunAsync("dotnet", "pack", Path.Combine(Repository.Root, "src", "ServerlessTx.Cli"), "--no-build", "-c", Configuration, "-o", packages.FullName);
            await File.WriteAllTextAsync(settings, $"""<configuration><packageSources><clear /><add key="packed" value="{packages.FullName}" /></packageSources></configuration>""");
            await RunAsync("dotnet", "tool", "install", "ServerlessTx.Cli", "--prerelease", "--tool-path", tools, "--configfile", settings);

            using var evidence = new TemporaryFile(Played.Of("2pc committed").Document);
            Assert.StartsWith("HOLDS. two phase commit", await RunAsync(Path.Combine(tools, "serverlesstx"), "verify", evidence.Path), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The one that these tests were built in, and the command with them.</summary>
    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    private static async Task<string> RunAsync(string command, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(command, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', args)}\n{await output}{await error}");
        return await output;
    }
}
