using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx;

/// <summary>Which transactions to list, newest first.</summary>
public sealed record TransactionQuery
{
    /// <summary>Only those with this status.</summary>
    public TransactionStatus? Status { get; init; }

    /// <summary>Only those of this workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary>At most so many, 1 to 200.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The <see cref="TransactionPage.Continuation"/> of the page before.</summary>
    public string? Continuation { get; init; }
}

/// <summary>A line of the list.</summary>
public sealed record TransactionSummary(string TransactionId, string Workflow, TransactionStatus Status, DateTimeOffset StartedAt);

/// <summary>A page of the list.</summary>
/// <param name="Transactions">Newest first.</param>
/// <param name="Continuation">Where the next page begins; none behind the last.</param>
public sealed record TransactionPage(IReadOnlyList<TransactionSummary> Transactions, string? Continuation);

/// <summary>
/// The list is the key range of transaction streams, without their payloads. A continuation is the id behind which to go on, so it stays
/// valid whatever begins and ends meanwhile.
/// </summary>
internal sealed class TransactionList([FromKeyedServices(ServerlessTxBuilder.EvidenceStore)] IPartitionStore store, ShardMap shards)
{
    public async Task<TransactionPage> ReadAsync(TransactionQuery query, CancellationToken cancellation)
    {
        var after = query.Continuation is { } continuation ? TransactionId.Parse(continuation) : null;
        var partitions = await shards.PartitionsAsync(cancellation);
        var pages = await Task.WhenAll(partitions.Select(partition => ReadShardAsync(partition, query, after, cancellation)));
        var merged = pages.SelectMany(page => page).OrderBy(line => line.TransactionId, StringComparer.Ordinal).Take(query.Limit + 1).ToList();
        return merged.Count > query.Limit
            ? new(merged[..query.Limit], merged[query.Limit - 1].TransactionId)
            : new(merged, null);
    }

    private async Task<IReadOnlyList<TransactionSummary>> ReadShardAsync(
        string partition, TransactionQuery query, TransactionId? after, CancellationToken cancellation)
    {
        var range = RowQuery.Prefix(TransactionRows.Streams, withPayload: false);
        if (after is not null)
            range = range with { From = $"{TransactionRows.Streams}{after}}}" };
        var found = new List<TransactionSummary>();
        Row? last = null;
        await foreach (var row in store.ReadAllAsync(partition, range, cancellation))
        {
            if (last is not null && IdOf(last) != IdOf(row))
                Add(found, last, query);
            if (found.Count > query.Limit)
                return found;
            last = row;
        }

        if (last is not null)
            Add(found, last, query);
        return found;
    }

    /// <summary>The last append of a stream has its status.</summary>
    private static void Add(List<TransactionSummary> found, Row last, TransactionQuery query)
    {
        var status = Enum.Parse<TransactionStatus>(last.Columns[TransactionRows.Status], ignoreCase: true);
        var workflow = last.Columns[TransactionRows.Workflow];
        if ((query.Status is null || query.Status == status) && (query.Workflow is null || query.Workflow == workflow))
            found.Add(new(IdOf(last), workflow, status, TransactionId.Parse(IdOf(last)).StartedAt));
    }

    private static string IdOf(Row row) => row.Key[TransactionRows.Streams.Length..row.Key.LastIndexOf('|')];
}
