namespace ServerlessTx.Samples;

/// <summary>Keeps orders, and owns the whole: it begins it, hears that it has come to its end, and expires it when it has not.</summary>
public static class Orders
{
    public const string Service = "order_service";

    public static ChoreographedService Describe() => ChoreographedService.Named(Service, OrderService.Partition)
        .Starts("create_order", says: "OrderCreated", CreateAsync)
        .Ends("OrderShipped", "complete_order", CompleteAsync, says: "OrderCompleted")
        .Undoes<OrderCreated, OrderClosed>("create_order", "cancel_order", on: ["PaymentDeclined", "InventoryShort", "ShipmentRefused"], CancelAsync, says: "OrderCancelled")
        .Expires<OrderCreated, OrderClosed>("create_order", "expire_order", ExpireAsync, says: "OrderExpired");

    private static Task<OrderCreated> CreateAsync(Hop hop, BarrierRows rows)
    {
        var placed = hop.Input<PlaceOrder>();
        var order = new OrderRow(HopId.Of("order", hop), placed.CustomerId, placed.Sku, placed.Quantity, placed.Amount, "created");
        rows.Put(Key(order.OrderId), order);
        return Task.FromResult(new OrderCreated(order.OrderId, order.Amount));
    }

    private static Task<OrderClosed> CompleteAsync(Hop hop, BarrierRows rows) => CloseAsync(rows, HopId.Of("order", hop), "completed", null);

    private static Task<OrderClosed> CancelAsync(Hop hop, BarrierRows rows, OrderCreated created) => CloseAsync(
        rows, created.OrderId, "cancelled", hop.Reason == "insufficient_inventory" ? "inventory_unavailable" : hop.Reason);

    private static Task<OrderClosed> ExpireAsync(Hop hop, BarrierRows rows, OrderCreated created) => CloseAsync(rows, created.OrderId, "expired", "deadline_passed");

    private static async Task<OrderClosed> CloseAsync(BarrierRows rows, string orderId, string status, string? reason)
    {
        var order = (await rows.FindAsync<OrderRow>(Key(orderId)))!;
        rows.Put(Key(orderId), order with { Status = status });
        return new OrderClosed(orderId, status, reason);
    }

    private static string Key(string orderId) => $"order|{orderId}";
}

public sealed record OrderClosed(string OrderId, string OrderStatus, string? CancellationReason);
