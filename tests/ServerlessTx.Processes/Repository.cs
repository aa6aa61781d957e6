namespace ServerlessTx.Processes;

/// <summary>The repository that the tests run in.</summary>
internal static class Repository
{
    public static string File(params string[] path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(root.FullName, "ServerlessTx.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("ServerlessTx.sln is in no folder above the tests.");
        return Path.Combine([root.FullName, .. path]);
    }
}
