using System.Text.Json;

namespace ServerlessTx.Samples;

/// <summary>The rows of the sample services, and how to look at them.</summary>
public sealed class SampleStore(IPartitionStore rows)
{
    private static readonly Dictionary<string, (string Partition, string Prefix)> Views = new()
    {
        ["accounts"] = (PaymentService.Partition, "account|"),
        ["messages"] = (NotificationService.Partition, "message|"),
        ["orders"] = (OrderService.Partition, "order|"),
        ["payments"] = (PaymentService.Partition, "payment|"),
        ["reservations"] = (InventoryService.Partition, "reservation|"),
        ["shipments"] = (ShippingService.Partition, "shipment|"),
        ["stock"] = (InventoryService.Partition, "stock|"),
    };

    public static IEnumerable<string> Kinds => Views.Keys;

    public IPartitionStore Rows => rows;

    /// <summary>All rows of a kind, or nothing when there is no such kind.</summary>
    public async Task<IReadOnlyList<JsonElement>?> ReadAsync(string kind, CancellationToken cancellation = default)
    {
        if (!Views.TryGetValue(kind, out var view))
            return null;
        var found = new List<JsonElement>();
        var query = RowQuery.Prefix(view.Prefix);
        while (true)
        {
            var page = await rows.ReadAsync(view.Partition, query, cancellation);
            found.AddRange(page.Rows.Select(row => JsonElement.Parse(row.Payload.Span)));
            if (!page.HasMore)
                return found;
            query = query.After(page.Rows[^1].Key);
        }
    }
}
