namespace ServerlessTx.Processes;

/// <summary>A program by its whole path, so that a test can take the PATH away from what it starts.</summary>
internal static class Executable
{
    public static string Find(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, file)).First(File.Exists);
    }
}
