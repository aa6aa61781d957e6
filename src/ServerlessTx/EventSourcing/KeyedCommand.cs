using System.Globalization;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>A command under an idempotency key. The key's row is written in the batch of its events, and names them.</summary>
internal sealed record KeyedCommand(OperationKey Key, string Row, string Fingerprint)
{
    private const string Version = "version";
    private const string Count = "count";

    public static KeyedCommand Of(string stream, CommandTerms terms, string name, JsonElement command)
    {
        var key = new OperationKey(stream, terms.IdempotencyKey!) { Caller = terms.Caller };
        key.CheckKey();
        return new KeyedCommand(key, AggregatePlaces.KeyOf(stream, terms), IdempotencyKeys.FingerprintOf(name, command));
    }

    public RowWrite.Insert Insert(StoredAppend append) => new(Row, default, new Dictionary<string, string>
    {
        [TransactionRows.Fingerprint] = Fingerprint,
        [Version] = append.Version.ToString(CultureInfo.InvariantCulture),
        [Count] = append.Count.ToString(CultureInfo.InvariantCulture),
    });

    /// <returns>The events that the key names, or nothing when it is free.</returns>
    /// <exception cref="IdempotencyKeyReusedException">It belongs to another command.</exception>
    public async Task<(long Version, int Count)?> FindAsync(IPartitionStore store, string partition, CancellationToken cancellation)
    {
        var page = await store.ReadAsync(partition, RowQuery.Single(Row), cancellation);
        if (page.Rows is not [var row])
            return null;
        if (row.Columns[TransactionRows.Fingerprint] != Fingerprint)
            throw new IdempotencyKeyReusedException(Key);
        return (long.Parse(row.Columns[Version], CultureInfo.InvariantCulture), int.Parse(row.Columns[Count], CultureInfo.InvariantCulture));
    }
}
