using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// Keys in a store, a row each. Erasing replaces the row by a tombstone that holds no key and is never replaced: whoever comes later, with
/// whatever he read before, finds it. Nothing is cached, so an erasure holds everywhere as soon as it is written.
/// </summary>
/// <param name="store">Where the rows are: best in a table of their own, which is left out of backups.</param>
/// <param name="time">Says when.</param>
/// <param name="random">Makes the keys.</param>
/// <param name="wrapping">Encrypts the keys; without one they stand in the rows as they are.</param>
/// <param name="partitions">Over how many partitions they are spread. The first to use the store fixes it.</param>
public sealed class SubjectKeyTable(
    IPartitionStore store, TimeProvider time, RandomNumberGenerator random, IKeyWrapping? wrapping = null, int partitions = 16) : ISubjectKeys
{
    private readonly ShardMap _shards = new(store, new ServerlessTxOptions { Shards = partitions }, random);

    /// <inheritdoc/>
    public async Task<SubjectKey> FindAsync(string subject, CancellationToken cancellation = default)
    {
        var (partition, key) = await PlaceAsync(subject, cancellation);
        return await store.FindAsync(partition, key, cancellation) is { } row ? await ReadAsync(row, cancellation) : new SubjectKey.None();
    }

    /// <inheritdoc/>
    public async Task<SubjectKey> FindOrMakeAsync(string subject, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await FindAsync(subject, cancellation) is var standing and not SubjectKey.None)
                return standing;
            var (partition, key) = await PlaceAsync(subject, cancellation);
            // Whoever loses the race finds what won it, be it an erasure.
            await store.CommitPatientlyAsync(partition, [new RowWrite.Insert(key, await MadeAsync(cancellation))], time, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<SubjectKey.Erased> EraseAsync(string subject, string by, string? reason = null, CancellationToken cancellation = default)
    {
        var (partition, key) = await PlaceAsync(subject, cancellation);
        var tombstone = Encode(new KeyRow { At = Stamp.Now(time), ErasedBy = by, Reason = reason });
        while (true)
        {
            var row = await store.FindAsync(partition, key, cancellation);
            if (row is not null && Decode(row).Erasure is { } standing)
                return standing;
            RowWrite write = row is null ? new RowWrite.Insert(key, tombstone) : new RowWrite.Replace(key, row.ETag, tombstone);
            await store.CommitPatientlyAsync(partition, [write], time, cancellation);
        }
    }

    private async Task<(string Partition, string Key)> PlaceAsync(string subject, CancellationToken cancellation) =>
        ($"y{await _shards.PickAsync(Subjects.Checked(subject), cancellation):x2}", RowKinds.Subjects + subject);

    private async Task<byte[]> MadeAsync(CancellationToken cancellation)
    {
        var key = new byte[SubjectKey.Bytes];
        random.GetBytes(key);
        return Encode(new KeyRow
        {
            At = Stamp.Now(time),
            Key = wrapping is null ? key : (await wrapping.WrapAsync(key, cancellation)).ToArray(),
            Wrapping = wrapping?.Name,
        });
    }

    private async Task<SubjectKey> ReadAsync(Row row, CancellationToken cancellation) => Decode(row) switch
    {
        { Erasure: { } erased } => erased,
        { Wrapping: { } name } wrapped => wrapping is null
            ? throw new InvalidOperationException($"The key of a subject was wrapped by {name}; give {nameof(SubjectKeyTable)} the wrapping that knows it.")
            : new SubjectKey.Kept(await wrapping.UnwrapAsync(name, wrapped.Key!, cancellation), wrapped.At),
        var bare => new SubjectKey.Kept(bare.Key, bare.At),
    };

    private static byte[] Encode(KeyRow row) => JsonSerializer.SerializeToUtf8Bytes(row, WireJson.Tolerant);

    private static KeyRow Decode(Row row) => JsonRow.ValueOf<KeyRow>(row);

    private sealed record KeyRow
    {
        public required DateTimeOffset At { get; init; }

        public byte[]? Key { get; init; }

        public string? Wrapping { get; init; }

        public string? ErasedBy { get; init; }

        public string? Reason { get; init; }

        internal SubjectKey.Erased? Erasure => ErasedBy is null ? null : new SubjectKey.Erased(At, ErasedBy, Reason);
    }
}
