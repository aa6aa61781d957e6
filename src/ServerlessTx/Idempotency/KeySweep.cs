namespace ServerlessTx;

/// <summary>
/// Deletes the rows of expired keys, and the attempts that belong to no living one. A key goes by the ETag under which it was found to have
/// expired: whoever uses it again at that moment has it, and two sweeps at once do no harm.
/// </summary>
internal sealed class KeySweep(
    TransactionStore store, IdempotencyKeys keys, OperationRows operations, ShardMap shards, ServerlessTxOptions options, TimeProvider time)
{
    /// <summary>How many rows a pass looks at.</summary>
    public const int RowsAPass = 1000;

    private readonly RangeWalk _walk = new(store.Rows, RowsAPass);

    /// <returns>How many rows went.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var swept = 0;
        var partitions = await shards.PartitionsAsync(cancellation);
        foreach (var page in await _walk.NextAsync(partitions, RowQuery.Prefix(RowKinds.Keys), cancellation))
        {
            // The attempts of a key stand behind its row.
            foreach (var group in page.Rows.GroupBy(row => KeyOf(row.Key)))
                swept += await SweepAsync(page.Partition, group.Key, [.. group], cancellation);
        }

        return swept;
    }

    private async Task<int> SweepAsync(string partition, string key, IReadOnlyList<Row> rows, CancellationToken cancellation)
    {
        var swept = rows[0].Key == key && await IsExpiredAsync(rows[0], cancellation) ? await ForgetAsync(partition, rows[0], cancellation) : 0;
        var attempts = rows.Where(row => row.Key != key).ToList();
        if (attempts.Count == 0)
            return swept;
        // Read behind the attempts: whatever they can belong to is there, or gone for ever.
        var living = KeyAttempts.Prefix(key, await GenerationAsync(partition, key, cancellation));
        return swept + await store.Rows.DeleteAsync(
            partition, attempts.Where(attempt => !attempt.Key.StartsWith(living, StringComparison.Ordinal)), cancellation);
    }

    private async Task<bool> IsExpiredAsync(Row row, CancellationToken cancellation)
    {
        if (OperationLocator.Is(row))
            return await operations.IsExpiredAsync(row, OperationLocator.Read(row), cancellation);
        if (!IsOfTransaction(row))
            return operations.IsExpired(OperationRecord.Read(row));
        // No key expires before its transaction could have ended, so the young ones are not looked into.
        var begun = TransactionId.Parse(row.Columns[TransactionRows.Transaction]).StartedAt;
        return begun + options.KeyLifetime <= time.GetUtcNow() && (await keys.HolderOfAsync(row, cancellation)).ExpiredETag is not null;
    }

    /// <summary>The record beside an effect goes before the locator that leads to it, so that it is always found.</summary>
    private async Task<int> ForgetAsync(string partition, Row row, CancellationToken cancellation)
    {
        var swept = 0;
        if (OperationLocator.Is(row) && await operations.RecordOfAsync(row, cancellation) is { } record)
        {
            if (!operations.IsExpired(OperationRecord.Read(record)))
                return 0;
            swept = await store.Rows.DeleteAsync(OperationLocator.Read(row).Partition, [new RowWrite.Delete(record.Key, record.ETag)], cancellation);
        }

        return swept + await store.Rows.DeleteAsync(partition, [new RowWrite.Delete(row.Key, row.ETag)], cancellation);
    }

    /// <summary>What a key names now; nothing when its row is gone.</summary>
    private async Task<string> GenerationAsync(string partition, string key, CancellationToken cancellation)
    {
        if (await operations.FindAsync(partition, key, cancellation) is not { } row)
            return "";
        if (IsOfTransaction(row))
            return row.Columns[TransactionRows.Transaction];
        return await operations.RecordOfAsync(row, cancellation) is { } record ? OperationRecord.Read(record).Owner : "";
    }

    private static bool IsOfTransaction(Row row) => row.Columns.ContainsKey(TransactionRows.Transaction);

    private static string KeyOf(string rowKey) => rowKey.IndexOf('|', RowKinds.Keys.Length) is var end and > 0 ? rowKey[..end] : rowKey;
}
