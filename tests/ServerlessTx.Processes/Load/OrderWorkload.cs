using ServerlessTx.Samples;

namespace ServerlessTx.Processes;

/// <summary>
/// Orders that complete, that the inventory refuses (a rare item), that the payment refuses (a poor customer) and that the pivot refuses
/// (nobody delivers to nowhere). The customers and items are this workload's own.
/// </summary>
internal sealed class OrderWorkload : Workload
{
    private const string Prefix = "order_";
    private const int Customers = 24;
    private const int Items = 12;

    public override string Workflow => "order_fulfillment";

    public override object Input(Random random) => random.Next(8) switch
    {
        0 => Order(random, sku: "rare", quantity: 300),
        1 => Order(random, amount: 1_999.99m),
        2 => Order(random) with { ShipTo = "nowhere" },
        _ => Order(random),
    };

    public override async Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows)
    {
        var stock = (await rows.AllAsync<StockRow>("stock")).Where(row => row.Sku.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        var accounts = (await rows.AllAsync<AccountRow>("accounts")).Where(row => row.CustomerId.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        var orders = await rows.AllAsync<OrderRow>("orders");
        var reservations = await rows.AllAsync<ReservationRow>("reservations");
        var payments = (await rows.AllAsync<PaymentRow>("payments")).Where(row => row.CustomerId.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        var reserved = reservations.Where(row => row.Status == "reserved").ToLookup(row => row.Sku, row => row.Quantity);
        var charged = payments.Where(row => row.Status == "charged").ToLookup(row => row.CustomerId, row => row.Amount);
        return
        [
            .. stock.Where(item => item.Available != InventoryService.OpeningStock - reserved[item.Sku].Sum()).Select(item => $"stock is not conserved: {item}"),
            .. accounts.Where(account => account.Balance != PaymentService.OpeningBalance - charged[account.CustomerId].Sum()).Select(account => $"money is not conserved: {account}"),
            .. OneToOne.Faults(transactions, "completed", "order", orders.Select(row => (row.OrderId, Stands: row.Status == "created"))),
            .. OneToOne.Faults(transactions, "completed", "pay", payments.Select(row => (row.PaymentId, Stands: row.Status == "charged"))),
            .. OneToOne.Faults(transactions, "completed", "res", reservations.Select(row => (row.ReservationId, Stands: row.Status == "reserved"))),
            .. OneToOne.Faults(transactions, "completed", "ship", (await rows.AllAsync<ShipmentRow>("shipments")).Select(row => (row.ShipmentId, Stands: true))),
            .. OneToOne.Faults(transactions, "completed", "msg", (await rows.AllAsync<MessageRow>("messages")).Select(row => (row.MessageId, Stands: true))),
        ];
    }

    private static PlaceOrder Order(Random random, string? sku = null, int? quantity = null, decimal? amount = null) => new()
    {
        CustomerId = $"{Prefix}customer_{random.Next(Customers)}",
        Sku = Prefix + (sku ?? $"item_{random.Next(Items)}"),
        Quantity = quantity ?? random.Next(1, 4),
        Amount = amount ?? random.Next(1, 2_000) / 100m,
    };
}
