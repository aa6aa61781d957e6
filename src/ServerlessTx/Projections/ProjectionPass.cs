namespace ServerlessTx;

/// <summary>Handles what a partition's feed holds: applies it to every projection, then deletes it.</summary>
internal sealed class ProjectionPass<TState>(ProjectedAggregates<TState> aggregates, IReadOnlyList<Projection<TState>> projections, ReadModelRows rows)
{
    /// <returns>How many rows of the feed were handled and deleted.</returns>
    public async Task<int> RunAsync(string partition, CancellationToken cancellation)
    {
        var handled = 0;
        var query = Feed.Of(aggregates.Type);
        while (true)
        {
            // The mark before what it covers: a building that is added behind this read changes it, and the deletion fails.
            var mark = await FeedMark.FindAsync(aggregates.Store, partition, aggregates.Type, cancellation);
            var page = await aggregates.Store.ReadAsync(partition, query, cancellation);
            var waiting = page.Rows.Where(row => row.Key != Feed.MarkOf(aggregates.Type)).ToList();
            if (mark is not null && waiting.Count > 0)
                handled += await HandleAsync(partition, mark, waiting, cancellation);
            if (mark is null || !page.HasMore)
                return handled;
            query = query.After(page.Rows[^1].Key);
        }
    }

    private async Task<int> HandleAsync(string partition, Row mark, List<Row> waiting, CancellationToken cancellation)
    {
        var loaded = await aggregates.LoadAllAsync(waiting.Select(IdOf).Distinct(), cancellation);
        var targets = FeedMark.TargetsOf(mark);
        var leftOut = new HashSet<string>();
        foreach (var target in targets)
        {
            if (Find(target) is { } projection)
                leftOut.UnionWith(await projection.ApplyAsync(rows, target.Generation, loaded, cancellation));
        }

        // What is kept for code that is not here, older or newer, is that code's to delete.
        var done = loaded.Select(aggregate => aggregate.Id).Except(leftOut).ToHashSet();
        return targets.All(target => Find(target) is not null)
            ? await DeleteAsync(partition, mark, [.. waiting.Where(row => done.Contains(IdOf(row)))], cancellation)
            : 0;
    }

    private async Task<int> DeleteAsync(string partition, Row mark, IReadOnlyList<Row> done, CancellationToken cancellation)
    {
        var deleted = 0;
        var payload = mark.Payload;
        foreach (var together in done.Chunk(StoreLimits.BatchWrites - 1))
        {
            RowWrite[] batch =
            [
                new RowWrite.Replace(mark.Key, mark.ETag, payload),
                .. together.Select(row => new RowWrite.Delete(row.Key, RowWrite.AnyETag)),
            ];
            if (await aggregates.Store.CommitAsync(partition, batch, cancellation) is not CommitResult.Committed)
                return deleted;
            deleted += together.Length;
            if (deleted == done.Count)
                break;
            var now = await FeedMark.FindAsync(aggregates.Store, partition, aggregates.Type, cancellation);
            if (now is null || !now.Payload.Span.SequenceEqual(payload.Span))
                return deleted;
            mark = now;
        }

        return deleted;
    }

    private string IdOf(Row row) => Feed.IdOf(aggregates.Type, row);

    private Projection<TState>? Find(ProjectionTarget target) =>
        projections.FirstOrDefault(projection => projection.Name == target.Name && projection.Version == target.Version);
}
