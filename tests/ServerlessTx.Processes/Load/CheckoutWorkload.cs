using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Processes;

/// <summary>Checkouts that are confirmed, and those that the inventory or the payment refuses. The customers and items are this workload's own.</summary>
internal sealed class CheckoutWorkload : Workload
{
    private const string Prefix = "checkout_";
    private const int Customers = 24;
    private const int Items = 12;

    public override string Workflow => "checkout_reservation";

    public override object Input(Random random) => random.Next(6) switch
    {
        0 => Checkout(random, sku: "rare", quantity: 300),
        1 => Checkout(random, amount: 1_999.99m),
        _ => Checkout(random),
    };

    public override async Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows)
    {
        var stock = (await rows.AllAsync<StockRow>("stock")).Where(row => row.Sku.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        var accounts = (await rows.AllAsync<AccountRow>("accounts")).Where(row => row.CustomerId.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        var payments = (await rows.AllAsync<PaymentRow>("payments")).Where(row => row.CustomerId.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        var allocations = await rows.AllAsync<AllocationRow>("allocations");
        var allocated = allocations.ToLookup(row => row.Sku, row => row.Quantity);
        var charged = payments.ToLookup(row => row.CustomerId, row => row.Amount);
        return
        [
            .. (await rows.AllAsync<JsonElement>("holds")).Select(hold => $"a hold is left: {hold}"),
            .. stock.Where(item => item.Available != InventoryService.OpeningStock - allocated[item.Sku].Sum()).Select(item => $"stock is not conserved: {item}"),
            .. accounts.Where(account => account.Balance != PaymentService.OpeningBalance - charged[account.CustomerId].Sum()).Select(account => $"money is not conserved: {account}"),
            .. OneToOne.Faults(transactions, "confirmed", "pay", payments.Select(row => (row.PaymentId, Stands: row.Status == "charged"))),
            .. OneToOne.Faults(transactions, "confirmed", "alloc", allocations.Select(row => (row.AllocationId, Stands: true))),
        ];
    }

    private static Checkout Checkout(Random random, string? sku = null, int? quantity = null, decimal? amount = null) => new()
    {
        CustomerId = $"{Prefix}customer_{random.Next(Customers)}",
        Sku = Prefix + (sku ?? $"item_{random.Next(Items)}"),
        Quantity = quantity ?? random.Next(1, 4),
        Amount = amount ?? random.Next(1, 2_000) / 100m,
    };
}
