namespace ServerlessTx;

/// <summary>Finds where a key's result is recorded, and sees to it that one key has one place as long as it lives.</summary>
internal sealed class OperationPlaces(OperationRows rows, ShardMap shards, TimeProvider time)
{
    /// <summary>The place of a key whose effect lies outside: its own row.</summary>
    public async Task<OperationPlace> OutsideAsync(OperationKey key, CancellationToken cancellation)
    {
        var home = await rows.HomeAsync(key.Row, cancellation);
        return new(home, home, key.Row);
    }

    /// <summary>The place of a key beside its effect, which its own row names before anything happens there.</summary>
    /// <exception cref="IdempotencyKeyReusedException">The key works in another partition, or outside.</exception>
    public async Task<OperationPlace> BesideAsync(OperationKey key, string partition, CancellationToken cancellation)
    {
        if (await shards.OwnsAsync(partition, cancellation))
            throw new ArgumentException($"The partition '{partition}' holds evidence; an application's rows need one of their own.");
        var home = await rows.HomeAsync(key.Row, cancellation);
        while (true)
        {
            var row = await rows.FindAsync(home, key.Row, cancellation);
            if (row is not null && await LeadsAsync(key, row, partition, cancellation))
                return new(home, partition, key.Row);
            var locator = new OperationLocator(partition, Stamp.Now(time));
            if (await rows.CommitAsync(home, [locator.Write(key.Row, key.Operation, row?.ETag)], cancellation) is CommitResult.Committed)
                return new(home, partition, key.Row);
        }
    }

    /// <summary>What counts of the row in a place: a record that has not expired.</summary>
    /// <exception cref="IdempotencyKeyReusedException">The key works beside its effect, in a partition.</exception>
    public async Task<OperationRecord?> StandingAsync(OperationKey key, Row row, CancellationToken cancellation)
    {
        if (!OperationLocator.Is(row))
            return Standing(row);
        return await rows.IsExpiredAsync(row, OperationLocator.Read(row), cancellation) ? null : throw new IdempotencyKeyReusedException(key);
    }

    private OperationRecord? Standing(Row row) => OperationRecord.Read(row) is var record && !rows.IsExpired(record) ? record : null;

    /// <returns>Whether the row leads there for long enough; else it may be replaced.</returns>
    private async Task<bool> LeadsAsync(OperationKey key, Row row, string partition, CancellationToken cancellation)
    {
        if (!OperationLocator.Is(row))
            return Standing(row) is null ? false : throw new IdempotencyKeyReusedException(key);
        var locator = OperationLocator.Read(row);
        if (locator.Partition == partition)
            return !rows.IsOld(locator);
        return await rows.IsExpiredAsync(row, locator, cancellation) ? false : throw new IdempotencyKeyReusedException(key);
    }
}

/// <summary>Where a key's own row is, and where its result is recorded: in the same row, or beside its effect.</summary>
internal sealed record OperationPlace(string Home, string Partition, string RowKey)
{
    public bool IsBeside => Partition != Home;
}
