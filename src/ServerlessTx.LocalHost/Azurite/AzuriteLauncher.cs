using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace ServerlessTx.LocalHost;

/// <summary>Runs <c>launch.js</c>, which puts Azurite into a session of its own.</summary>
internal sealed class AzuriteLauncher(string script)
{
    /// <summary>Starts an Azurite that outlives this process and keeps its data in a folder.</summary>
    public async Task<AzuriteState> OutliveAsync(AzuriteFiles files)
    {
        var instance = NewInstance();
        using var launcher = Start("outlive", files.Log, files.State, instance, "--location", files.Data);
        var pid = await PidAsync(launcher);
        return new AzuriteState(pid, instance, Ports: null);
    }

    /// <summary>Starts an Azurite in memory that ends when the launcher's standard input does, so with this process at the latest.</summary>
    public async Task<(AzuriteState State, Process Launcher)> FollowAsync(AzuriteFiles files)
    {
        var instance = NewInstance();
        var launcher = Start("follow", files.Log, "-", instance, "--inMemoryPersistence");
        return (new AzuriteState(await PidAsync(launcher), instance, Ports: null), launcher);
    }

    /// <summary>An account name: letters and digits, and nobody else's.</summary>
    private static string NewInstance() => "i" + RandomNumberGenerator.GetHexString(20, lowercase: true);

    /// <summary>Not to be cancelled: an Azurite whose process nobody knows is one that nobody ends.</summary>
    private static async Task<int> PidAsync(Process launcher)
    {
        var line = await launcher.StandardOutput.ReadLineAsync();
        if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            return pid;
        throw new CannotStartException($"Azurite did not start: {Lines.Last(await launcher.StandardError.ReadToEndAsync())}");
    }

    private Process Start(string mode, string log, string state, string instance, params string[] persistence)
    {
        // Port 0: Azurite takes free ones and says which. The newer storage clients speak a version that Azurite knows but refuses.
        string[] arguments =
        [
            script, mode, log, state, instance, .. persistence, "--silent", "--disableTelemetry", "--skipApiVersionCheck",
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
        ];
        var start = new ProcessStartInfo("node", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = AzuritePorts.Accounts(instance) },
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new CannotStartException("Azurite needs Node.js 20, and node is not on the PATH: install it, or start with --memory.", missing);
        }
    }
}
