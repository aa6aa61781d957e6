using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx;

/// <summary>
/// The list is the key range of transaction streams, without their payloads. A continuation is the id behind which to go on, so it stays
/// valid whatever begins and ends meanwhile. A page reads so many rows of a shard and no more: where few transactions fit, it says how far it
/// came, and the next goes on from there.
/// </summary>
internal sealed class TransactionList([FromKeyedServices(ServerlessTxBuilder.EvidenceStore)] IPartitionStore store, ShardMap shards)
{
    /// <summary>How many rows a page reads of a shard, and the rest of the last stream.</summary>
    public const int RowsOfAShard = 1000;

    public async Task<TransactionPage> ReadAsync(TransactionQuery query, CancellationToken cancellation)
    {
        var range = ListRange.Of(query);
        if (range is null)
            return new([], null);
        var partitions = await shards.PartitionsAsync(cancellation);
        var found = await Task.WhenAll(partitions.Select(partition => ReadShardAsync(partition, range, query, cancellation)));
        // What lies behind the place where a shard was left is not known; so the page ends at the first of these places.
        var end = found.Select(shard => shard.LeftAt).Where(id => id is not null).Min(StringComparer.Ordinal);
        var lines = found.SelectMany(shard => shard.Lines)
            .Where(line => end is null || string.CompareOrdinal(line.TransactionId, end) <= 0)
            .OrderBy(line => line.TransactionId, StringComparer.Ordinal)
            .ToList();
        return lines.Count > query.Limit
            ? new(lines[..query.Limit], lines[query.Limit - 1].TransactionId)
            : new(lines, end);
    }

    private async Task<ShardLines> ReadShardAsync(string partition, RowQuery range, TransactionQuery query, CancellationToken cancellation)
    {
        var lines = new List<TransactionSummary>();
        ListedStream? stream = null;
        var rows = 0;
        await foreach (var row in store.ReadAllAsync(partition, range, cancellation))
        {
            if (stream?.Holds(row) != true)
            {
                if (stream is not null)
                    await AddAsync(lines, partition, stream, query, cancellation);
                if (stream is not null && (lines.Count > query.Limit || rows >= RowsOfAShard))
                    return new(lines, LeftAt: stream.Id);
                stream = new ListedStream(row);
            }

            stream.Last = row;
            rows++;
        }

        if (stream is not null)
            await AddAsync(lines, partition, stream, query, cancellation);
        return new(lines, LeftAt: null);
    }

    private async Task AddAsync(List<TransactionSummary> lines, string partition, ListedStream stream, TransactionQuery query, CancellationToken cancellation)
    {
        if (!stream.IsWhole || !stream.Fits(query))
            return;
        if (query.Participant is { } service && !(await ServicesAsync(partition, stream, cancellation)).Contains($"|{service}|", StringComparison.Ordinal))
            return;
        lines.Add(new(stream.Id, stream.Workflow, stream.Status, TransactionId.Parse(stream.Id).StartedAt));
    }

    /// <summary>Streams of an older version have no column of their services; their begin record has.</summary>
    private async Task<string> ServicesAsync(string partition, ListedStream stream, CancellationToken cancellation)
    {
        if (stream.First.Columns.TryGetValue(TransactionRows.Services, out var services))
            return services;
        var page = await store.ReadAsync(partition, RowQuery.Single(stream.First.Key), cancellation);
        return page.Rows is [var row] && RecordCodec.DecodeAll(row.Payload) is [Started started, ..] ? TransactionRows.ServicesOf(started.Definition) : "";
    }

    /// <param name="Lines">Those that fit, newest first.</param>
    /// <param name="LeftAt">The last transaction that was looked at; nothing when the shard was read to its end.</param>
    private sealed record ShardLines(IReadOnlyList<TransactionSummary> Lines, string? LeftAt);
}
