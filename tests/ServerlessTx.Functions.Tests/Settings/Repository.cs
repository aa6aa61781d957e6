namespace ServerlessTx.Functions.Tests;

/// <summary>The repository this test was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "ServerlessTx.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
