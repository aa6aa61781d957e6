namespace ServerlessTx.Functions.Tests;

internal static class TestSettings
{
    /// <summary>Orchestrations from the first moment: the fast path has tests of its own.</summary>
    public static AppSettings Standard { get; } = new()
    {
        Storage = new Connection("UseDevelopmentStorage=true", null, null),
        ServiceBus = new Connection("Endpoint=sb://localhost", null, null),
        Table = "serverlesstx",
        Shards = 1,
        FastPath = false,
        Grace = TimeSpan.FromSeconds(90),
        KeyLifetime = TimeSpan.FromHours(24),
        HistoryLifetime = TimeSpan.FromHours(24),
    };
}
