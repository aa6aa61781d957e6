namespace ServerlessTx;

/// <summary>Looks through the open rows for transactions that began in a mode.</summary>
internal sealed class UnderWay(TransactionStore store, ShardMap shards) : IUnderWay
{
    public async Task<bool> AnyDegradedAsync(string group, CancellationToken cancellation)
    {
        foreach (var partition in await shards.PartitionsAsync(cancellation))
        {
            await foreach (var open in store.Rows.ReadAllAsync(partition, RowQuery.Prefix(RowKinds.Open, withPayload: false), cancellation))
            {
                if (await ModeOfAsync(partition, open, cancellation) is { Mode: Mode.Degraded } mode && mode.Group == group)
                    return true;
            }
        }

        return false;
    }

    /// <summary>The begin record is the first of a stream, and all that is needed of it.</summary>
    private async Task<PinnedMode?> ModeOfAsync(string partition, Row open, CancellationToken cancellation)
    {
        var first = await store.Rows.FindAsync(partition, StreamStore.Key(TransactionRows.IdOf(open.Key)!.ToString(), 1), cancellation);
        return first is null ? null : RecordCodec.DecodeAll(first.Payload).OfType<Started>().FirstOrDefault()?.Mode;
    }
}
