namespace ServerlessTx;

/// <summary>
/// Retention of choreographies: forgets runs that were settled long ago, as <see cref="Purge"/> forgets transactions. First the mark of the
/// choreography is raised, then the owner's records go together with the key, then those of the others. It may end at any line and run
/// twice at once: each pass finds out anew what is left.
/// </summary>
internal sealed class RunPurge(ChoreographyRegistry registry, Reactor reactor, IPartitionStore store, ServerlessTxOptions options, TimeProvider time)
{
    private readonly Dictionary<string, RangeWalk> _walks =
        registry.All.ToDictionary(choreography => choreography.Definition.Name, _ => new RangeWalk(store, Purge.RowsAPass));

    /// <returns>How many rows went; none without retention.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var purged = 0;
        foreach (var choreography in Purge.IsOn(options, time) ? registry.All : [])
        {
            // Everything before it is settled: what is open was begun later, and so will be what begins.
            var latest = await Purge.OldestAsync(store, choreography.Owner.Partition, RowKinds.Runs, time.GetUtcNow() - Purge.Keep(options), cancellation);
            var mark = await reactor.MarkOf(choreography).RaiseAsync(latest, cancellation);
            var partitions = choreography.Services.Select(service => service.Partition).Distinct().ToList();
            foreach (var page in await _walks[choreography.Definition.Name].NextAsync(partitions, TransactionRows.Before(RowKinds.Appends, mark), cancellation))
            {
                foreach (var stream in page.Rows.Select(row => ServiceStream.Read(row.Key)).OfType<ServiceStream>().Distinct())
                    purged += await ForgetAsync(choreography, page.Partition, stream, cancellation);
            }
        }

        return purged;
    }

    private async Task<int> ForgetAsync(Choreography choreography, string partition, ServiceStream stream, CancellationToken cancellation)
    {
        if (choreography.Services.FirstOrDefault(service => service.Name == stream.Service) is not { } service || service.Partition != partition)
            return 0;
        if (service.Name == choreography.Owner.Name)
            return await ForgetOwnAsync(choreography, stream.SagaId, cancellation);
        // The others' go behind the owner's, and so does what belongs to no run at all.
        return (await KeysAsync(stream.SagaId, choreography.Owner, most: 1, cancellation)).Count > 0
            ? 0
            : await ForgetStreamAsync(stream.SagaId, service, [], cancellation);
    }

    private async Task<int> ForgetOwnAsync(Choreography choreography, TransactionId sagaId, CancellationToken cancellation)
    {
        var records = (await reactor.ReadAsync(sagaId, choreography.Owner, cancellation))
            .SelectMany(append => HopCodec.AllOf(choreography.Owner.Name, append)).Select(hop => hop.Record).ToList();
        // Without its first record it is what another purge left.
        if (records.Count > 0 && (!records.OfType<Settled>().Any(settled => settled.At <= time.GetUtcNow() - Purge.Keep(options))
            || records[0] is not Began began || began.Definition.Name != choreography.Definition.Name))
            return 0;
        var key = (records.FirstOrDefault() as Began)?.IdempotencyKey is null ? [] : await OwnKeyAsync(choreography, (Began)records[0], cancellation);
        return await ForgetStreamAsync(sagaId, choreography.Owner, key, cancellation);
    }

    /// <summary>From its front, so that what is left of it is no stream any more. What goes beside goes with the first row: a key never leads to nothing.</summary>
    private async Task<int> ForgetStreamAsync(
        TransactionId sagaId, ChoreographedService service, IReadOnlyList<RowWrite.Delete> beside, CancellationToken cancellation)
    {
        var purged = 0;
        while (await KeysAsync(sagaId, service, StoreLimits.BatchWrites - 1, cancellation) is { Count: > 0 } keys)
        {
            RowWrite[] batch = [.. keys.Select(key => new RowWrite.Delete(key, RowWrite.AnyETag)), .. beside];
            // A conflict is another purge that was here, or a key that leads elsewhere by now: the next pass looks again.
            if (await store.CommitAsync(service.Partition, batch, cancellation) is not CommitResult.Committed)
                return purged;
            purged += batch.Length;
            beside = [];
        }

        return purged;
    }

    private async Task<IReadOnlyList<string>> KeysAsync(TransactionId sagaId, ChoreographedService service, int most, CancellationToken cancellation) =>
        await store.ReadAllAsync(
            service.Partition, RowQuery.Prefix($"{RowKinds.Appends}{Reactor.StreamOf(sagaId, service.Name)}|", most, withPayload: false), cancellation)
            .Take(most).Select(row => row.Key).ToListAsync(cancellation);

    private async Task<IReadOnlyList<RowWrite.Delete>> OwnKeyAsync(Choreography choreography, Began began, CancellationToken cancellation)
    {
        var key = TransactionRows.Key(ChoreographyClient.KeyScope(choreography.Definition.Name), began.Caller, began.IdempotencyKey!);
        return (await store.ReadAsync(choreography.Owner.Partition, RowQuery.Single(key), cancellation)).Rows is [var row]
            && row.Columns.GetValueOrDefault(TransactionRows.Transaction) == began.SagaId ? [new RowWrite.Delete(row.Key, row.ETag)] : [];
    }

    /// <summary>Whose records a row holds.</summary>
    private sealed record ServiceStream(TransactionId SagaId, string Service)
    {
        public static ServiceStream? Read(string rowKey) =>
            rowKey.Split('|') is [_, var stream, _] && stream.Split(':') is [var id, var service] && TransactionId.TryParse(id, out var sagaId)
                ? new ServiceStream(sagaId, service)
                : null;
    }
}
