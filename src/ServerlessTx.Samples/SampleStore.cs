using System.Text.Json;

namespace ServerlessTx.Samples;

/// <summary>The rows of the sample services, and how to look at them.</summary>
public sealed class SampleStore(IPartitionStore rows) : IBarrierPartitions
{
    private static readonly Dictionary<string, (string Prefix, string[] Partitions)> Views = new()
    {
        ["accounts"] = ("account|", [PaymentService.Partition]),
        ["allocations"] = ("allocation|", [InventoryService.Partition]),
        ["analytics"] = ("followed|", [AnalyticsService.Partition]),
        ["bank_accounts"] = ("account|", [Transfer.Accounts]),
        ["drivers"] = ("driver|", [DispatchService.Partition]),
        ["fares"] = ("fare|", [RidePayments.Partition]),
        ["holds"] = ("hold|", [PaymentService.Partition, InventoryService.Partition]),
        ["intentions"] = ("intention|", [Transfer.Accounts, Transfer.Ledger]),
        ["journal"] = ("journal|", [Transfer.Accounts]),
        ["ledger"] = ("entry|", [Transfer.Ledger]),
        ["ledger_totals"] = ("total|", [Transfer.Ledger]),
        ["locks"] = ("lock|", [Transfer.Accounts, Transfer.Ledger]),
        ["messages"] = ("message|", [NotificationService.Partition]),
        ["orders"] = ("order|", [OrderService.Partition]),
        ["payments"] = ("payment|", [PaymentService.Partition]),
        ["profiles"] = ("profile|", [ProfileService.Partition]),
        ["recommendations"] = ("followed|", [RecommendationService.Partition]),
        ["reservations"] = ("reservation|", [InventoryService.Partition]),
        ["rides"] = ("ride|", [DispatchService.Partition]),
        ["search"] = ("followed|", [SearchService.Partition]),
        ["shipments"] = ("shipment|", [ShippingService.Partition]),
        ["stock"] = ("stock|", [InventoryService.Partition]),
        ["trips"] = ("trip|", [TripService.Partition]),
    };

    public static IEnumerable<string> Kinds => Views.Keys;

    public IPartitionStore Rows => rows;

    IPartitionStore IBarrierPartitions.Store => rows;

    Task<IReadOnlyList<string>> IBarrierPartitions.PartitionsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. Views.Values.SelectMany(view => view.Partitions).Distinct()]);

    /// <summary>All rows of a kind, or nothing when there is no such kind.</summary>
    public async Task<IReadOnlyList<JsonElement>?> ReadAsync(string kind, CancellationToken cancellation = default)
    {
        if (!Views.TryGetValue(kind, out var view))
            return null;
        var found = new List<JsonElement>();
        foreach (var partition in view.Partitions)
            await ReadAsync(partition, view.Prefix, found, cancellation);
        return found;
    }

    private async Task ReadAsync(string partition, string prefix, List<JsonElement> found, CancellationToken cancellation)
    {
        var query = RowQuery.Prefix(prefix);
        RowPage page;
        do
        {
            page = await rows.ReadAsync(partition, query, cancellation);
            found.AddRange(page.Rows.Select(row => JsonElement.Parse(row.Payload.Span)));
            if (page.HasMore)
                query = query.After(page.Rows[^1].Key);
        }
        while (page.HasMore);
    }
}
