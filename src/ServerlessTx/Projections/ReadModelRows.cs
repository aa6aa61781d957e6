using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>The rows of read models. A row and its shares are in one partition, and are written in one batch.</summary>
internal sealed partial class ReadModelRows(IPartitionStore store, TimeProvider time, int partitions, ILogger logger)
{
    /// <summary>So many shares go in a batch, with their row.</summary>
    public const int MostShares = StoreLimits.BatchWrites - 10;

    private const string NameColumn = "name";

    /// <summary>No name has it when it is escaped.</summary>
    private const char Hashed = '=';

    private readonly ShardMap _shards = new(store, new ServerlessTxOptions { Shards = partitions }, RandomNumberGenerator.Create());

    /// <summary>Puts shares into a row; one that stands there at its version or a later one stays.</summary>
    public async Task ApplyAsync<TState, TShare, TRow>(
        Projection<TState, TShare, TRow> projection, string generation, string name, IReadOnlyList<VersionedShare<TShare>> shares, CancellationToken cancellation)
        where TShare : class where TRow : class
    {
        var (partition, key) = (await PartitionOfAsync(projection.Name, name, cancellation), RowKey(projection.Name, generation, name));
        for (var round = 1; ; round++)
        {
            var row = await FindAsync(partition, key, cancellation);
            var standing = await Task.WhenAll(shares.Select(share => FindAsync(partition, ShareKey(projection.Name, generation, name, share.Id), cancellation)));
            var sum = row is null ? projection.Empty : Read<TRow>(row);
            var writes = new List<RowWrite>();
            foreach (var (share, old) in shares.Zip(standing))
            {
                if (old is not null)
                {
                    var before = Read<VersionedShare<TShare>>(old);
                    if (before.Version >= share.Version)
                        continue;
                    sum = projection.Subtract(sum, before.Share);
                }

                sum = projection.Add(sum, share.Share);
                writes.Add(Put(ShareKey(projection.Name, generation, name, share.Id), old, share));
            }

            // Every share is written together with its row, so that a row read between two writes fails here.
            if (writes.Count == 0 || await store.CommitAsync(partition, [Put(key, row, sum, name), .. writes], cancellation) is CommitResult.Committed)
                return;
            await Task.Delay(CallPolicy.Contention.Pause(key, round), time, cancellation);
        }
    }

    /// <summary>Says which aggregates a projection left out, in one line, and why the first.</summary>
    public void Tell(string projection, IReadOnlyDictionary<string, Exception> failures)
    {
        if (failures.Count > 0)
            LogLeftOut(projection, failures.First().Key, failures.Count - 1, failures.First().Value);
    }

    public async Task<TRow?> FindAsync<TRow>(ProjectionTarget target, string name, CancellationToken cancellation) where TRow : class =>
        await FindAsync(await PartitionOfAsync(target.Name, name, cancellation), RowKey(target.Name, target.Generation, name), cancellation) is { } row
            ? Read<TRow>(row)
            : null;

    public async Task<IReadOnlyList<(string Name, TRow Row)>> ListAsync<TRow>(ProjectionTarget target, CancellationToken cancellation)
    {
        var prefix = RowKey(target.Name, target.Generation, "");
        var rows = new List<(string, TRow)>();
        foreach (var partition in await PartitionsAsync(cancellation))
        {
            await foreach (var row in store.ReadAllAsync(partition, RowQuery.Prefix(prefix), cancellation))
                rows.Add((row.Columns.GetValueOrDefault(NameColumn) ?? Uri.UnescapeDataString(row.Key[prefix.Length..]), Read<TRow>(row)));
        }

        return rows;
    }

    /// <summary>Deletes what a generation left.</summary>
    public async Task DeleteAsync(ProjectionTarget target, CancellationToken cancellation)
    {
        foreach (var partition in await PartitionsAsync(cancellation))
        {
            foreach (var prefix in new[] { RowKey(target.Name, target.Generation, ""), ShareKey(target.Name, target.Generation, "", "")[..^1] })
            {
                var query = RowQuery.Prefix(prefix, StoreLimits.BatchWrites, withPayload: false);
                while (await store.ReadAsync(partition, query, cancellation) is { Rows: [_, ..] rows })
                    await store.CommitAsync(partition, [.. rows.Select(row => new RowWrite.Delete(row.Key, RowWrite.AnyETag))], cancellation);
            }
        }
    }

    private async Task<IReadOnlyList<string>> PartitionsAsync(CancellationToken cancellation) =>
        [.. (await _shards.PartitionsAsync(cancellation)).Select(shard => $"p{shard}")];

    private async Task<string> PartitionOfAsync(string projection, string name, CancellationToken cancellation) =>
        $"p{await _shards.PickAsync($"{projection}|{name}", cancellation):x2}";

    private static string RowKey(string projection, string generation, string name) => Fitting($"{RowKinds.ReadModels}{projection}|{generation}|", name, "");

    private static string ShareKey(string projection, string generation, string name, string id) =>
        Fitting($"{RowKinds.Shares}{projection}|{generation}|", name, $"|{id}");

    /// <summary>A name that no key holds is hashed in it, behind <see cref="Hashed"/>.</summary>
    private static string Fitting(string before, string name, string behind) =>
        $"{before}{Uri.EscapeDataString(name)}{behind}" is { Length: <= StoreLimits.KeyCharacters } key ? key : $"{before}{Hashed}{HashedKey.Of(name)}{behind}";

    private async Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation) =>
        (await store.ReadAsync(partition, RowQuery.Single(key), cancellation)).Rows.FirstOrDefault();

    /// <summary>What the key does not tell of a row's name stands beside it.</summary>
    private static RowWrite Put<T>(string key, Row? old, T value, string? name = null)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Faithful);
        var columns = name is not null && key[(key.LastIndexOf('|') + 1)..].StartsWith(Hashed) ? new Dictionary<string, string> { [NameColumn] = name } : RowWrite.NoColumns;
        return old is null ? new RowWrite.Insert(key, payload, columns) : new RowWrite.Replace(key, old.ETag, payload, columns);
    }

    private static T Read<T>(Row row) => JsonSerializer.Deserialize<T>(row.Payload.Span, WireJson.Tolerant)!;

    [LoggerMessage(673, LogLevel.Error, "The projection {Projection} leaves out {Id} and {Others} others: it fails at them. They wait until the code can take them.")]
    private partial void LogLeftOut(string projection, string id, int others, Exception failure);
}
