namespace ServerlessTx;

/// <summary>
/// Goes over one key range of many partitions, so many rows a pass, and in the next pass on from where it was: however much there is, a pass
/// takes little, and every row has its turn. Where it was is kept in this process alone; another begins at the beginning.
/// </summary>
internal sealed class RangeWalk(IPartitionStore store, int rowsAPass)
{
    private string _partition = "";
    private string? _after;

    /// <summary>The next rows, without their payloads, by partition and in order.</summary>
    public async Task<IReadOnlyList<RangePage>> NextAsync(IReadOnlyList<string> partitions, RowQuery range, CancellationToken cancellation)
    {
        var pages = new List<RangePage>();
        var at = Math.Max(0, partitions.ToList().IndexOf(_partition));
        var after = partitions.Contains(_partition) ? _after : null;
        for (int visited = 0, left = rowsAPass; visited < partitions.Count && left > 0; visited++)
        {
            var page = await ReadAsync(partitions[at], range, after, left, cancellation);
            pages.Add(page);
            left -= page.Rows.Count;
            after = page.IsLast ? null : page.Rows[^1].Key;
            at = page.IsLast ? (at + 1) % partitions.Count : at;
            (_partition, _after) = (partitions[at], after);
        }

        return pages;
    }

    private async Task<RangePage> ReadAsync(string partition, RowQuery range, string? after, int most, CancellationToken cancellation)
    {
        // The range may have moved on past the place where the last pass ended.
        var query = range with { WithPayload = false };
        if (after is not null && string.CompareOrdinal(after, range.From) >= 0)
            query = query.After(after);
        var rows = new List<Row>();
        while (true)
        {
            var page = await store.ReadAsync(partition, query with { Limit = Math.Min(range.Limit, most - rows.Count) }, cancellation);
            rows.AddRange(page.Rows);
            if (!page.HasMore || rows.Count >= most)
                return new(partition, rows, IsLast: !page.HasMore);
            query = query.After(page.Rows[^1].Key);
        }
    }
}

/// <summary>What a pass takes of one partition.</summary>
internal sealed record RangePage(string Partition, IReadOnlyList<Row> Rows, bool IsLast);
