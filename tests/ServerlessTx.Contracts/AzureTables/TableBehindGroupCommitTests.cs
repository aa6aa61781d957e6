namespace ServerlessTx.Contracts;

[Collection(AzuriteTestGroup.Name)]
public sealed class TableBehindGroupCommitTests(AzuriteFixture azurite) : PartitionStoreContract
{
    protected override async Task<IPartitionStore> OpenAsync() =>
        await TablePartitionStore.OpenAsync(azurite.ConnectionString, AzuriteFixture.FreshTable());

    protected override IPartitionStore Over(IPartitionStore store) => new GroupCommitStore(store, mostOnTheirWay: 3);
}
