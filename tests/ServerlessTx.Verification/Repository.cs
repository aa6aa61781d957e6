namespace ServerlessTx.Verification;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static IEnumerable<string> FoldersOf(string project) => Directory.EnumerateDirectories(Path.Combine(Root, "src", project))
        .Select(folder => Path.GetFileName(folder)).Where(folder => folder is not ("bin" or "obj"));

    public static IEnumerable<string> SourcesOf(string project, string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", project, folder), "*.cs", SearchOption.AllDirectories);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ServerlessTx.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("These tests are not run inside the repository.");
        return folder.FullName;
    }
}
