using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// A key names one transaction. Its row is inserted by the batch that begins the transaction, so there is no starting state and no lease:
/// whoever inserts it begins, everybody else gets the same transaction.
/// </summary>
internal sealed class IdempotencyKeys(TransactionStore store, ServerlessTxOptions options, TimeProvider time)
{
    private const int MostAttempts = 100;

    /// <summary>SHA-256 over the RFC 8785 form of workflow and input: what "the same request" means.</summary>
    public static string FingerprintOf(string workflow, JsonElement input) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(WireJson.ToElement(new { workflow, input }))));

    public static RowWrite.Insert Claim(string rowKey, TransactionId id, string fingerprint) => new(rowKey, default, Columns(id, fingerprint));

    /// <summary>Who holds the key; an expired holder's row may be replaced in the next begin batch.</summary>
    public async Task<KeyHolder?> HolderAsync(string partition, string rowKey, CancellationToken cancellation)
    {
        var rows = await store.Rows.ReadAsync(partition, RowQuery.Prefix(rowKey, MostAttempts + 1), cancellation);
        if (rows.Rows.FirstOrDefault(row => row.Key == rowKey) is not { } row)
            return null;
        var id = TransactionId.Parse(row.Columns[TransactionRows.Transaction]);
        var evidence = await store.LoadAsync(id, cancellation);
        var ended = (evidence.Records.Count > 0 ? evidence.Records[^1].Record : null) as Ended;
        // A key whose stream is gone has nothing to answer with: its transaction ended before it was purged.
        var expired = evidence.Records.Count == 0 || (ended is not null && ended.At + options.KeyLifetime <= time.GetUtcNow());
        return new KeyHolder(id, row.Columns[TransactionRows.Fingerprint], expired ? row.ETag : null, evidence, rows.Rows.Count - 1);
    }

    public static RowWrite.Replace Reclaim(string rowKey, string eTag, TransactionId id, string fingerprint) =>
        new(rowKey, eTag, default, Columns(id, fingerprint));

    /// <summary>Leaves a row for a replay, up to the hundredth. It is evidence of the attempt and nothing rests on it.</summary>
    public async Task LeaveAttemptAsync(string partition, string rowKey, KeyHolder holder, CancellationToken cancellation)
    {
        if (holder.Replays >= MostAttempts)
            return;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds().ToString("D15", CultureInfo.InvariantCulture);
        var key = $"{rowKey}|{now}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        await store.Rows.CommitAsync(partition, [new RowWrite.Insert(key, default)], cancellation);
    }

    private static Dictionary<string, string> Columns(TransactionId id, string fingerprint) => new()
    {
        [TransactionRows.Transaction] = id.ToString(),
        [TransactionRows.Fingerprint] = fingerprint,
    };
}

/// <summary>The transaction that a key names.</summary>
/// <param name="ExpiredETag">Of an expired row, the ETag by which it may be replaced.</param>
internal sealed record KeyHolder(TransactionId Id, string Fingerprint, string? ExpiredETag, Appended.Loaded Evidence, int Replays);
