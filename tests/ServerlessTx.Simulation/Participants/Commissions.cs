using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>What somebody has done for him: an order and then a reservation.</summary>
internal sealed record Commission(PlaceOrder Order, Checkout Reservation);

/// <summary>A saga whose steps are transactions of their own: where the second is turned back, what the first did stands or is turned back with it.</summary>
internal static class Commissions
{
    public const string Workflow = "commission";

    private const string Clerk = "clerk";

    public static Workflow Define(CallPolicy policy) => Saga.For<Commission>(Workflow, version: 1, policy, deadline: TimeSpan.FromMinutes(20))
        .ChildThatStays(Clerk, "place_order", workflow: "order_fulfillment", within: TimeSpan.FromMinutes(10), call => call.Input.Order)
        .Child(Clerk, "reserve", workflow: "checkout_reservation", within: TimeSpan.FromMinutes(5), call => call.Input.Reservation,
            undo: "regret", (_, _) => Task.FromResult(Conclusion.Done()));
}
