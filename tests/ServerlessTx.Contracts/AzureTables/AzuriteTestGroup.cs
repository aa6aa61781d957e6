namespace ServerlessTx.Contracts;

/// <summary>The test classes that share one Azurite, which is one thread: they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteTestGroup : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
