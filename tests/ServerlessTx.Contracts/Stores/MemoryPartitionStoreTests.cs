namespace ServerlessTx.Contracts;

public sealed class MemoryPartitionStoreTests : PartitionStoreContract
{
    protected override Task<IPartitionStore> OpenAsync() => Task.FromResult<IPartitionStore>(new MemoryPartitionStore());
}
