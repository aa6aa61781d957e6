using ServerlessTx.LocalHost;

namespace ServerlessTx.Contracts;

/// <summary>An Azurite in memory that ends with the tests.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Azurite _azurite = null!;

    public string ConnectionString => _azurite.ConnectionString;

    /// <summary>A name that no other test uses: Azurite slows down with the rows of a partition.</summary>
    public static string FreshTable() => $"t{Guid.NewGuid():N}";

    public async Task InitializeAsync() =>
        _azurite = await Azurite.StartAsync(new AzuriteOptions { InMemory = true }, Console.Error.WriteLine, TimeProvider.System);

    public async Task DisposeAsync() => await _azurite.DisposeAsync();
}
