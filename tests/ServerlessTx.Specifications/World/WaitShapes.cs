namespace ServerlessTx.Specifications;

/// <summary>Sagas that wait.</summary>
internal static class WaitShapes
{
    /// <summary>A loan that a person decides on within two days.</summary>
    public static Workflow Approval(OrderServices orders) => Saga.For<Order>("approval", 1, deadline: TimeSpan.FromDays(7))
        .Step<Receipt>("bank", "reserve_funds", orders.Do, undo: "release_funds", orders.Undo)
        .Wait("desk", "await_approval", signal: "approved", within: TimeSpan.FromDays(2))
        .Step<Receipt>("bank", "pay_out", orders.Do, undo: "claim_back", orders.Undo);

    /// <summary>The same loan a version later: another signal, for a day.</summary>
    public static Workflow ApprovalOfTwo(OrderServices orders) => Saga.For<Order>("approval", 2, deadline: TimeSpan.FromDays(7))
        .Step<Receipt>("bank", "reserve_funds", orders.Do, undo: "release_funds", orders.Undo)
        .Wait("desk", "await_countersign", signal: "countersigned", within: TimeSpan.FromDays(1))
        .Step<Receipt>("bank", "pay_out", orders.Do, undo: "claim_back", orders.Undo);

    /// <summary>A ride that is offered to three drivers, a minute each.</summary>
    public static Workflow Ride(OrderServices orders) => Ride(orders, deadline: TimeSpan.FromHours(1));

    /// <summary>The same in seconds, and to two drivers.</summary>
    public static Workflow Hasty(OrderServices orders) => Ride(orders, deadline: TimeSpan.FromMinutes(5), within: TimeSpan.FromSeconds(2), rounds: 2);

    public static Workflow Ride(OrderServices orders, TimeSpan deadline) => Ride(orders, deadline, within: TimeSpan.FromMinutes(1), rounds: 3);

    private static Workflow Ride(OrderServices orders, TimeSpan deadline, TimeSpan within, int rounds) => Saga.For<Order>("ride", 1, deadline: deadline)
        .Step<Receipt>("dispatch", "offer_ride", orders.Do, undo: "withdraw", orders.Undo)
        .Wait<Receipt>("dispatch", "await_driver", signal: "driver_accepted", within, rounds,
            escalate: "offer_next", orders.Do, undo: "withdraw_next", orders.Undo)
        .Step<Receipt>("payments", "charge", orders.Do, undo: "refund", orders.Undo);
}
