namespace ServerlessTx.LocalHost;

/// <summary>The pinned Azurite.</summary>
internal sealed class AzuriteInstallation(string folder, Action<string> say, TimeProvider time)
{
    public string Launcher => Path.Combine(folder, "launch.js");

    public static string FindFolder(string from) => NpmInstallation.FindFolder(from, "Azurite");

    /// <inheritdoc cref="NpmInstallation.EnsureAsync"/>
    public Task EnsureAsync(CancellationToken cancellation) =>
        new NpmInstallation(folder, "Azurite", "Or start with --memory, which runs without Azurite.", say, time).EnsureAsync(cancellation);
}
