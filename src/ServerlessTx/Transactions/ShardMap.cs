using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx;

/// <summary>The partitions of a table. Their number is fixed when the table is made and recorded in it, since ids name their shard.</summary>
internal sealed class ShardMap(
    [FromKeyedServices(ServerlessTxBuilder.EvidenceStore)] IPartitionStore store, ServerlessTxOptions options, RandomNumberGenerator random)
{
    private const string ShardsKey = RowKinds.Marks + "shards";
    private const string Count = "count";

    private readonly int _wanted = options.Shards is >= 1 and <= ServerlessTxOptionsRules.MostShards ? options.Shards : throw new ArgumentOutOfRangeException(
        nameof(options), options.Shards, $"A table is spread over 1 to {ServerlessTxOptionsRules.MostShards} partitions, and keeps the number for ever.");

    private volatile string? _count;

    public async Task<IReadOnlyList<string>> PartitionsAsync(CancellationToken cancellation) =>
        Enumerable.Range(0, await CountAsync(cancellation)).Select(PartitionOf).ToList();

    /// <summary>The partition of a shard.</summary>
    public static string PartitionOf(int shard) => shard.ToString("x2", CultureInfo.InvariantCulture);

    /// <summary>The partition of what is named by a key.</summary>
    public async Task<string> PartitionOfAsync(string key, CancellationToken cancellation) => PartitionOf(await PickAsync(key, cancellation));

    /// <summary>Whether a partition is one of ours, in which an application's rows have no place.</summary>
    public async Task<bool> OwnsAsync(string partition, CancellationToken cancellation) =>
        partition is MetaRow.Partition or ModeStore.Partition || (await PartitionsAsync(cancellation)).Contains(partition);

    /// <summary>The shard of a key, or any shard.</summary>
    public async Task<int> PickAsync(string? key, CancellationToken cancellation)
    {
        var count = await CountAsync(cancellation);
        var digest = new byte[sizeof(uint)];
        if (key is null)
            random.GetBytes(digest);
        else
            digest = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(digest) % (uint)count);
    }

    private async Task<int> CountAsync(CancellationToken cancellation)
    {
        _count ??= await MetaRow.ReadOrMakeAsync(store, ShardsKey, Count, () => _wanted.ToString(CultureInfo.InvariantCulture), cancellation);
        return int.Parse(_count, CultureInfo.InvariantCulture);
    }
}
