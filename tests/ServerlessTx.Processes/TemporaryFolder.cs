namespace ServerlessTx.Processes;

/// <summary>A folder of one test's own.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("serverlesstx-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
