namespace ServerlessTx.Contracts;

public sealed class MemoryBehindGroupCommitTests : PartitionStoreContract
{
    protected override Task<IPartitionStore> OpenAsync() => Task.FromResult<IPartitionStore>(new MemoryPartitionStore());

    protected override IPartitionStore Over(IPartitionStore store) => new GroupCommitStore(store);
}
