using System.Diagnostics;

namespace ServerlessTx.PlantedBugs;

/// <summary>A process that is waited for.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it printed, errors included.</param>
internal sealed record Command(int ExitCode, string Output)
{
    public static async Task<Command> RunAsync(string folder, string file, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Command(process.ExitCode, output + await errors);
    }
}
