namespace ServerlessTx.Samples;

public sealed record OrderCreated(string OrderId, decimal Total);

/// <summary>Keeps orders.</summary>
public sealed class OrderService(Barrier barrier)
{
    public const string Partition = "orders";

    public Task<StepAnswer<OrderCreated>> CreateAsync(Call<PlaceOrder> call) => barrier.StepAsync<OrderCreated>(call, Partition, rows =>
    {
        var order = new OrderRow(SampleId.Of("order", call), call.Input.CustomerId, call.Input.Sku, call.Input.Quantity, call.Input.Amount, "created");
        rows.Put($"order|{order.OrderId}", order);
        return Task.FromResult<StepAnswer<OrderCreated>>(new OrderCreated(order.OrderId, order.Amount));
    });

    public Task<Conclusion> CancelAsync(Call<PlaceOrder> call, OrderCreated? created) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var key = $"order|{rows.Forward<OrderCreated>()!.OrderId}";
        var order = (await rows.FindAsync<OrderRow>(key))!;
        rows.Put(key, order with { Status = "cancelled" });
        var reason = call.Reason == "insufficient_inventory" ? "inventory_unavailable" : call.Reason;
        return Conclusion.Done(new { order_status = "cancelled", cancellation_reason = reason });
    });
}

public sealed record OrderRow(string OrderId, string CustomerId, string Sku, int Quantity, decimal Amount, string Status);
