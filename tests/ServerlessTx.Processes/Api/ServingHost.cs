namespace ServerlessTx.Processes;

/// <summary>One host on an Azurite of its own, for the tests of one class.</summary>
public sealed class ServingHost : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();

    internal HostProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await HostProcess.StartServingAsync("--data", _data.Path);

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        _data.Dispose();
    }
}
