namespace ServerlessTx.Samples;

/// <summary>An order that somebody approves first. The order is a transaction of its own, and stays when it is done.</summary>
public static class ApprovedOrder
{
    public const string Approved = "approved";

    public static Saga<PlaceOrder> Define(CallPolicy? policy = null) => Saga
        .For<PlaceOrder>("approved_order", version: 1, policy, deadline: TimeSpan.FromDays(2))
        .Wait("purchasing", "await_approval", signal: Approved, within: TimeSpan.FromDays(1))
        .ChildThatStays("order_service", "place_order", workflow: "order_fulfillment", within: TimeSpan.FromHours(1), call => call.Input);
}
