namespace ServerlessTx.Samples;

/// <summary>What is in stock, for every service that reserves it. An item is stocked at first sight.</summary>
internal static class Stock
{
    public static async Task<StockRow> OfAsync(BarrierRows rows, string sku) =>
        await rows.FindAsync<StockRow>(Key(sku)) ?? new StockRow(sku, InventoryService.OpeningStock);

    /// <summary>Takes from stock that was read, or gives back to it with a negative quantity.</summary>
    public static void Take(BarrierRows rows, StockRow stock, int quantity) =>
        rows.Put(Key(stock.Sku), stock with { Available = stock.Available - quantity });

    private static string Key(string sku) => $"stock|{sku}";
}
