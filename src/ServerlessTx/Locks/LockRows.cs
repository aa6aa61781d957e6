using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServerlessTx;

/// <summary>The rows of locks, <c>l|{resource}</c> in the partition that the resource's hash names, and the fence of those that were purged.</summary>
internal sealed partial class LockRows(TransactionStore store, ShardMap shards, TimeProvider time)
{
    /// <summary>The highest token of the partition's locks whose rows are gone: a lock that is made again goes on behind it.</summary>
    private const string Fence = RowKinds.Marks + "fence";

    /// <summary>What names a resource, for whoever sent something else.</summary>
    public const string ResourceExpected = "a letter or digit and up to 199 letters, digits and _ . : - @ behind it";

    public static ArgumentException NoResource(string resource) => new($"A lock's resource is {ResourceExpected}; '{resource}' was given.");

    public static bool IsResource(string text) => NamePattern().IsMatch(text);

    /// <exception cref="ArgumentException">The resource has no name.</exception>
    public async Task<LockPlace> PlaceAsync(string resource, CancellationToken cancellation) => IsResource(resource)
        ? new LockPlace(await shards.PartitionOfAsync(resource, cancellation), RowKinds.Locks + resource, resource)
        : throw NoResource(resource);

    public async Task<LockFound> FindAsync(LockPlace place, CancellationToken cancellation)
    {
        if (await ReadAsync<LockState>(place.Partition, place.Key, cancellation) is ({ } state, var etag))
            return new LockFound(state, etag, []);
        var (token, keepFence) = await FenceAsync(place.Partition, cancellation);
        return new LockFound(new LockState { Resource = place.Resource, Token = token }, ETag: null, [keepFence(token)]);
    }

    /// <summary>Writes a lock if nobody else has since it was found.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer; it may be written all the same.</exception>
    public async Task<bool> TryWriteAsync(LockPlace place, LockFound found, LockState after, CancellationToken cancellation)
    {
        RowWrite write = found.ETag is { } etag ? new RowWrite.Replace(place.Key, etag, Encode(after)) : new RowWrite.Insert(place.Key, Encode(after));
        return await store.Rows.CommitPatientlyAsync(place.Partition, [write, .. found.Beside], time, cancellation) is CommitResult.Committed;
    }

    /// <summary>Deletes what has been free for so long, and keeps its token in the same batch.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(TimeSpan free, CancellationToken cancellation)
    {
        var swept = 0;
        foreach (var partition in await shards.PartitionsAsync(cancellation))
        {
            await foreach (var row in store.Rows.ReadAllAsync(partition, RowQuery.Prefix(RowKinds.Locks), cancellation))
            {
                if (Decode<LockState>(row) is var state && state.ExpiresAt + free <= time.GetUtcNow() && await PurgeAsync(partition, row, state, cancellation))
                    swept++;
            }
        }

        return swept;
    }

    private async Task<bool> PurgeAsync(string partition, Row row, LockState state, CancellationToken cancellation)
    {
        var (token, keepFence) = await FenceAsync(partition, cancellation);
        return await store.Rows.CommitAsync(
            partition, [new RowWrite.Delete(row.Key, row.ETag), keepFence(Math.Max(token, state.Token))], cancellation) is CommitResult.Committed;
    }

    /// <summary>The fence of a partition, and the write that sets it if nobody else has since.</summary>
    private async Task<(long Token, Func<long, RowWrite> Set)> FenceAsync(string partition, CancellationToken cancellation) =>
        await ReadAsync<LockFence>(partition, Fence, cancellation) is ({ } fence, { } etag)
            ? (fence.Token, token => new RowWrite.Replace(Fence, etag, Encode(new LockFence(token))))
            : (0, token => new RowWrite.Insert(Fence, Encode(new LockFence(token))));

    private async Task<(T? Value, string? ETag)> ReadAsync<T>(string partition, string key, CancellationToken cancellation) where T : class =>
        await store.Rows.ReadAsync(partition, RowQuery.Single(key), cancellation) is { Rows: [var row] } ? (Decode<T>(row), row.ETag) : (null, null);

    private static byte[] Encode<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Strict);

    private static T Decode<T>(Row row) => JsonSerializer.Deserialize<T>(row.Payload.Span, WireJson.Tolerant)!;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,199}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}

/// <summary>Where a lock is.</summary>
internal sealed record LockPlace(string Partition, string Key, string Resource);

/// <summary>A lock as it was found.</summary>
/// <param name="State">What its row tells.</param>
/// <param name="ETag">Of its row; nothing when it was never taken, or is purged.</param>
/// <param name="Beside">What else has to stand still: for a lock without a row the fence.</param>
internal sealed record LockFound(LockState State, string? ETag, IReadOnlyList<RowWrite> Beside);

/// <summary>The token behind which new locks of a partition go on.</summary>
internal sealed record LockFence(long Token);
