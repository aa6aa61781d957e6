using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx;

/// <summary>A row of the evidence's store, written once by whoever looks first.</summary>
internal sealed class CoordinatorId([FromKeyedServices(ServerlessTxBuilder.EvidenceStore)] IPartitionStore store) : ICoordinatorId
{
    private const string Key = "m|coordinator";
    private const string Id = "id";

    private volatile string? _id;

    public async Task<string> ReadAsync(CancellationToken cancellation = default) => _id ??= await ReadOrMakeAsync(cancellation);

    private async Task<string> ReadOrMakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await store.ReadAsync(ShardMap.MetaPartition, RowQuery.Single(Key), cancellation) is { Rows: [var row] })
                return row.Columns[Id];
            var columns = new Dictionary<string, string> { [Id] = RandomNumberGenerator.GetHexString(12, lowercase: true) };
            // Whoever loses the race reads what the winner wrote.
            await store.CommitAsync(ShardMap.MetaPartition, [new RowWrite.Insert(Key, default, columns)], cancellation);
        }
    }
}
