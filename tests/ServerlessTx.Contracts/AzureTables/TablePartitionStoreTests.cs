namespace ServerlessTx.Contracts;

[Collection(AzuriteTestGroup.Name)]
public sealed class TablePartitionStoreTests(AzuriteFixture azurite) : PartitionStoreContract
{
    protected override async Task<IPartitionStore> OpenAsync() =>
        await TablePartitionStore.OpenAsync(azurite.ConnectionString, AzuriteFixture.FreshTable());
}
