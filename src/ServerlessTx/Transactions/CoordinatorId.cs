using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx;

/// <summary>A row of the evidence's store, written once by whoever looks first.</summary>
internal sealed class CoordinatorId([FromKeyedServices(ServerlessTxBuilder.EvidenceStore)] IPartitionStore store) : ICoordinatorId
{
    private const string Key = RowKinds.Marks + "coordinator";
    private const string Id = "id";

    private volatile string? _id;

    public async Task<string> ReadAsync(CancellationToken cancellation = default) =>
        _id ??= await MetaRow.ReadOrMakeAsync(store, Key, Id, () => RandomNumberGenerator.GetHexString(12, lowercase: true), cancellation);

}
