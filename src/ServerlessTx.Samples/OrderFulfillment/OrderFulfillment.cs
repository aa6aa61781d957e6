namespace ServerlessTx.Samples;

/// <summary>The source's saga: three steps that can be undone, the shipment as its pivot, a confirmation that cannot be refused.</summary>
public static class OrderFulfillment
{
    public static Saga<PlaceOrder> Define(
        OrderService orders, PaymentService payments, InventoryService inventory, ShippingService shipping, NotificationService mail,
        CallPolicy? policy = null) => Saga
        .For<PlaceOrder>("order_fulfillment", version: 1, policy)
        .Step<OrderCreated>("order_service", "create_order", orders.CreateAsync, undo: "cancel_order", orders.CancelAsync)
        .Step<PaymentCharged>("payment_service", "charge_payment", payments.ChargeAsync, undo: "refund_payment", payments.RefundAsync)
        .Step<InventoryReserved>("inventory_service", "reserve_inventory", inventory.ReserveAsync, undo: "release_reservation", inventory.ReleaseAsync)
        .Pivot<OrderShipped>("shipping_service", "ship_order", shipping.ShipAsync)
        .Then("notification_service", "send_confirmation", mail.ConfirmAsync);
}
