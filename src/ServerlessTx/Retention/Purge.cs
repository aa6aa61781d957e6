namespace ServerlessTx;

/// <summary>
/// Retention: forgets transactions that ended long ago, in an order in which nobody is left without an answer. First the mark is raised, then
/// streams go together with their keys, then barrier rows. It may end at any line and run twice at once: each pass finds out anew what is left.
/// </summary>
internal sealed class Purge(
    TransactionStore store, StreamPurge streams, BarrierPurge barriers, ShardMap shards, ServerlessTxOptions options, TimeProvider time,
    IEnumerable<IKeepsRecords> keepers)
{
    /// <summary>How many rows a pass looks at, of streams and of each store's barriers.</summary>
    public const int RowsAPass = 2000;

    /// <summary>How long a transaction is kept after its end: not shorter than its key, which would lead to nothing.</summary>
    public static TimeSpan Keep(ServerlessTxOptions options) =>
        new[] { options.Retention ?? TimeSpan.MaxValue, options.KeyLifetime, RetentionMark.Youngest }.Max();

    /// <summary>Whether anything is forgotten at all: what is kept for as long as there are moments is kept for ever.</summary>
    public static bool IsOn(ServerlessTxOptions options, TimeProvider time) =>
        options.Retention is not null && Keep(options) < time.GetUtcNow() - DateTimeOffset.UnixEpoch;

    /// <returns>How many rows went; none without retention.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (!IsOn(options, time))
            return 0;
        var mark = await store.Mark.RaiseAsync(await LatestAsync(cancellation), cancellation);
        return await streams.RunAsync(mark, Keep(options), cancellation) + await barriers.RunAsync(mark, cancellation);
    }

    /// <summary>
    /// Everything before it has ended, and nobody needs it: what is open was begun later, and so will be what begins. Whoever needs an ended
    /// one is asked last, since it began to while that was open.
    /// </summary>
    private async Task<DateTimeOffset> LatestAsync(CancellationToken cancellation)
    {
        var latest = time.GetUtcNow() - Keep(options);
        foreach (var partition in await shards.PartitionsAsync(cancellation))
            latest = await OldestAsync(store.Rows, partition, RowKinds.Open, latest, cancellation);
        foreach (var keeper in keepers)
            latest = await keeper.OldestAsync(cancellation) is { } needed && needed < latest ? needed : latest;
        return latest;
    }

    /// <summary>When the oldest began of those that have a row of a kind, if that was before a moment; else that moment.</summary>
    internal static async Task<DateTimeOffset> OldestAsync(
        IPartitionStore rows, string partition, string kind, DateTimeOffset latest, CancellationToken cancellation)
    {
        await foreach (var row in rows.ReadAllAsync(partition, TransactionRows.Before(kind, latest) with { WithPayload = false }, cancellation))
        {
            if (TransactionRows.IdOf(row.Key)!.StartedAt is var begun && begun < latest)
                latest = begun;
        }

        return latest;
    }
}
