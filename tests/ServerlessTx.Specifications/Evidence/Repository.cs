namespace ServerlessTx.Specifications;

/// <summary>Files of the repository that tests compare with what the code does.</summary>
internal static class Repository
{
    /// <summary>
    /// With <c>UPDATE_EVIDENCE=1</c> the tests write what they would compare: the worked example in the docs, and golden files that are new.
    /// An existing golden file is never written again.
    /// </summary>
    public static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_EVIDENCE") == "1";

    public static string EvidenceDocs => At("docs/evidence.md");

    public static string At(string path) => Path.Combine(Root, path);

    public static string TestData(string path) => At($"tests/ServerlessTx.Specifications/Evidence/{path}");

    private static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "ServerlessTx.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
