namespace ServerlessTx;

/// <summary>
/// Forgets the streams behind the mark that ended long enough ago, each with its key and its large answers. A stream goes from its front, so
/// that what is left of it is no stream any more, and its last row goes last, so that the rest is found again.
/// </summary>
internal sealed class StreamPurge(TransactionStore store, ShardMap shards, TimeProvider time)
{
    private readonly RangeWalk _streams = new(store.Rows, Purge.RowsAPass);
    private readonly RangeWalk _large = new(store.Rows, Purge.RowsAPass);

    /// <returns>How many rows went.</returns>
    public async Task<int> RunAsync(DateTimeOffset mark, TimeSpan keep, CancellationToken cancellation)
    {
        var purged = 0;
        var partitions = await shards.PartitionsAsync(cancellation);
        foreach (var page in await _streams.NextAsync(partitions, TransactionRows.Before(RowKinds.Appends, mark), cancellation))
        {
            foreach (var id in page.Rows.Select(row => TransactionRows.IdOf(row.Key)).OfType<TransactionId>().Distinct())
                purged += await ForgetAsync(id, keep, cancellation);
        }

        // An effect that outlived its transaction may have stored an answer behind the end of it all.
        foreach (var page in await _large.NextAsync(partitions, TransactionRows.Before(RowKinds.LargeAnswers, mark), cancellation))
        {
            foreach (var stray in page.Rows.GroupBy(row => TransactionRows.IdOf(row.Key)))
            {
                if (stray.Key is { } id && !await store.HasRowsAsync(id, cancellation))
                    purged += await store.Rows.DeleteAsync(page.Partition, stray, cancellation);
            }
        }

        return purged;
    }

    private async Task<int> ForgetAsync(TransactionId id, TimeSpan keep, CancellationToken cancellation)
    {
        var evidence = await store.LoadAsync(id, cancellation);
        // Without its first row it is what another purge left.
        if (evidence.Records.Count > 0 && !(evidence.Records[^1].Record is Ended ended && ended.At + keep <= time.GetUtcNow()))
            return 0;
        var started = evidence.Records.Count > 0 ? (Started)evidence.Records[0].Record : null;
        var purged = 0;
        while (true)
        {
            var batch = await FrontAsync(id, started, cancellation);
            if (batch.Count == 0)
                return purged;
            // A conflict is another purge that was here, or a key that was used again: look again.
            if (await store.Rows.CommitAsync(id.Partition, batch, cancellation) is CommitResult.Committed)
                purged += batch.Count;
        }
    }

    /// <summary>The next rows to go: the key, the appends but the last, the large answers, the last append.</summary>
    private async Task<IReadOnlyList<RowWrite>> FrontAsync(TransactionId id, Started? started, CancellationToken cancellation)
    {
        var appends = await KeysAsync(id, RowKinds.Appends, StoreLimits.BatchWrites + 1, cancellation);
        if (appends.Count == 0)
            return [];
        var room = StoreLimits.BatchWrites - 2;
        var front = appends.SkipLast(1).Take(room).ToList();
        var answers = await KeysAsync(id, RowKinds.LargeAnswers, room - front.Count + 1, cancellation);
        var isAll = appends.Count <= room + 1 && front.Count + answers.Count <= room;
        return
        [
            .. await OwnKeyAsync(id, started, cancellation),
            .. front.Concat(answers.Take(room - front.Count)).Concat(isAll ? appends.TakeLast(1) : [])
                .Select(key => new RowWrite.Delete(key, RowWrite.AnyETag)),
        ];
    }

    private async Task<IReadOnlyList<string>> KeysAsync(TransactionId id, string kind, int most, CancellationToken cancellation)
    {
        var keys = new List<string>();
        await foreach (var row in store.Rows.ReadAllAsync(id.Partition, RowQuery.Prefix($"{kind}{id}|", most, withPayload: false), cancellation))
        {
            keys.Add(row.Key);
            if (keys.Count == most)
                break;
        }

        return keys;
    }

    /// <summary>The key's row goes in the batch of the first append: it never leads to a stream that is gone.</summary>
    private async Task<IEnumerable<RowWrite>> OwnKeyAsync(TransactionId id, Started? started, CancellationToken cancellation)
    {
        if (started?.IdempotencyKey is not { } key)
            return [];
        foreach (var scope in new[] { started.Definition.Name, TransactionRows.AdHocScope })
        {
            var page = await store.Rows.ReadAsync(id.Partition, RowQuery.Single(TransactionRows.Key(scope, started.Caller, key)), cancellation);
            if (page.Rows is [var row] && row.Columns.GetValueOrDefault(TransactionRows.Transaction) == id.ToString())
                return [new RowWrite.Delete(row.Key, row.ETag)];
        }

        return [];
    }
}
