namespace ServerlessTx.PlantedBugs;

/// <summary>
/// Builds what hunts in the copy, once; then, for each bug, the core alone, which takes the place of the one that the hunters were built with.
/// </summary>
internal sealed class Hunter(string folder)
{
    private const string Core = "ServerlessTx";
    private const string Explorer = "ServerlessTx.Explorer";

    // A planted bug may leave a parameter unused or a comment untrue; it is to be hunted and not to be reviewed.
    private static readonly string[] Lenient =
        ["-c", "Release", "--nologo", "-v", "quiet", "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"];

    private readonly HashSet<string> _built = [];

    /// <returns>Who found it and how, or nothing.</returns>
    public async Task<string?> FindAsync(Bug bug)
    {
        foreach (var hunt in bug.Hunts)
        {
            await BringAsync(hunt is Hunt.Tests { Project: var project } ? project : Explorer, bug);
            var found = hunt switch
            {
                Hunt.Explorer explorer => await ExploreAsync(explorer),
                Hunt.Tests tests => await TestAsync(tests),
                _ => throw new InvalidOperationException($"Unknown hunt {hunt}."),
            };
            if (found is not null)
                return found;
        }

        return null;
    }

    private async Task<string?> ExploreAsync(Hunt.Explorer explorer)
    {
        var run = await Command.RunAsync(folder, "dotnet", [$"{BinOf(Explorer)}/{Explorer}.dll", .. explorer.Scenarios, "--first"]);
        return run.ExitCode switch
        {
            0 => null,
            1 => ShortestOrder(run.Output),
            _ => throw new InvalidOperationException($"The explorer failed:\n{run.Output}"),
        };
    }

    /// <summary>The line of the scenario, and the order below it.</summary>
    private static string ShortestOrder(string output)
    {
        var lines = output.Split('\n').ToList();
        var order = lines.FindIndex(line => line.StartsWith("    1  ", StringComparison.Ordinal) || line.StartsWith("  evidence", StringComparison.Ordinal));
        var end = lines.FindIndex(line => line.StartsWith("  broken: ", StringComparison.Ordinal));
        return $"explorer {lines[order - 1].Split(' ')[0]}\n{string.Join('\n', lines[order..(end + 1)])}";
    }

    private async Task<string?> TestAsync(Hunt.Tests tests)
    {
        var run = await Command.RunAsync(
            folder, "dotnet", "test", $"{BinOf(tests.Project)}/{tests.Project}.dll", "--nologo", "--filter", $"FullyQualifiedName~{tests.Named}");
        var failed = run.Output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("Failed ", StringComparison.Ordinal)).Select(NameIn).ToList();
        return run.ExitCode == 0 ? null
            : failed.Count == 0 ? throw new InvalidOperationException($"The tests did not run:\n{run.Output}")
            : $"test {failed[0]}{(failed.Count == 1 ? "" : $" and {failed.Count - 1} more")}";
    }

    /// <summary>Of <c>Failed Some.Test(argument: 1) [3 ms]</c>, the test.</summary>
    private static string NameIn(string failed)
    {
        var name = failed["Failed ".Length..];
        return name.LastIndexOf(" [", StringComparison.Ordinal) is var end and > 0 ? name[..end] : name;
    }

    /// <summary>Brings the core with the bug in it to who hunts.</summary>
    private async Task BringAsync(string hunter, Bug bug)
    {
        if (_built.Add(hunter))
            await BuildAsync($"tests/{hunter}");
        await BuildAsync($"src/{Core}", "--no-restore");
        if (!bug.File.StartsWith($"src/{Core}/", StringComparison.Ordinal))
            throw new InvalidOperationException($"Bug {bug.Number} is not in the core, and only the core is built again.");
        File.Copy(Path.Combine(folder, "src", Core, "bin", "Release", "net10.0", $"{Core}.dll"), Path.Combine(folder, BinOf(hunter), $"{Core}.dll"), overwrite: true);
    }

    private static string BinOf(string project) => $"tests/{project}/bin/Release/net10.0";

    private async Task BuildAsync(string project, params string[] more)
    {
        var build = await Command.RunAsync(folder, "dotnet", ["build", project, .. Lenient, .. more]);
        if (build.ExitCode != 0)
            throw new InvalidOperationException($"{project} does not build with the bug in it:\n{build.Output}");
    }
}
