using System.Diagnostics;

namespace ServerlessTx.LocalHost;

/// <summary>A program that is run for what it leaves behind, and waited for.</summary>
internal static class Errand
{
    /// <summary>Starts it with its output kept from the terminal.</summary>
    public static ProcessStartInfo In(string folder, string program, IEnumerable<string> arguments) => new(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>Waits for its end. Cancelled, it is killed with all that it has started.</summary>
    /// <returns>What it complained of when it failed, in one line; nothing when it did not.</returns>
    public static async Task<string?> EndAsync(Process errand, CancellationToken cancellation)
    {
        var said = errand.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var complaint = errand.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await errand.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            errand.Kill(entireProcessTree: true);
            throw;
        }

        await said;
        return errand.ExitCode == 0 ? null : Lines.First(await complaint);
    }
}
