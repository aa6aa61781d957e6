using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// A key names one transaction. Its row is inserted by the batch that begins the transaction, so there is no starting state and no lease:
/// whoever inserts it begins, everybody else gets the same transaction.
/// </summary>
internal sealed class IdempotencyKeys(TransactionStore store, ServerlessTxOptions options, TimeProvider time)
{
    /// <summary>SHA-256 over the RFC 8785 form of workflow and input: what "the same request" means.</summary>
    public static string FingerprintOf(string workflow, JsonElement input) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(WireJson.ToElement(new { workflow, input }))));

    public static RowWrite.Insert Claim(string rowKey, TransactionId id, string fingerprint) => new(rowKey, default, Columns(id, fingerprint));

    public static RowWrite.Replace Reclaim(string rowKey, string eTag, TransactionId id, string fingerprint) =>
        new(rowKey, eTag, default, Columns(id, fingerprint));

    /// <summary>Who holds the key, and how often it was replayed: one read for both. An expired holder's row may be replaced in the next begin batch.</summary>
    public async Task<KeyHolder?> HolderAsync(string partition, string rowKey, CancellationToken cancellation)
    {
        var page = await store.Rows.ReadAsync(partition, RowQuery.Prefix(rowKey, KeyAttempts.Most + 1, withPayload: false), cancellation);
        if (page.Rows is not [var row, ..] || row.Key != rowKey)
            return null;
        var holder = await HolderOfAsync(row, cancellation);
        var prefix = KeyAttempts.Prefix(rowKey, holder.Id.ToString());
        return holder with { Replays = page.Rows.Count(other => other.Key.StartsWith(prefix, StringComparison.Ordinal)) };
    }

    /// <summary>Who holds the key whose row was read.</summary>
    public async Task<KeyHolder> HolderOfAsync(Row row, CancellationToken cancellation)
    {
        var id = TransactionId.Parse(row.Columns[TransactionRows.Transaction]);
        var evidence = await store.LoadAsync(id, cancellation);
        var ended = (evidence.Records.Count > 0 ? evidence.Records[^1].Record : null) as Ended;
        var expires = ended?.At + options.KeyLifetime;
        // A key whose stream is gone has nothing to answer with: both went together after the key had expired.
        var isExpired = evidence.Records.Count == 0 || expires <= time.GetUtcNow();
        return new KeyHolder(id, row.Columns[TransactionRows.Fingerprint], evidence, expires, isExpired ? row.ETag : null);
    }

    private static Dictionary<string, string> Columns(TransactionId id, string fingerprint) => new()
    {
        [TransactionRows.Transaction] = id.ToString(),
        [TransactionRows.Fingerprint] = fingerprint,
    };
}
