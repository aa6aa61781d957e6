namespace ServerlessTx.Specifications;

/// <summary>Sagas of other shapes than the order's.</summary>
internal static class SagaShapes
{
    public static Workflow Orders(OrderServices orders, CallPolicy policy) => Saga.For<Order>("order_fulfillment", 1, policy)
        .Step<Receipt>("order_service", "create_order", orders.Do, undo: "cancel_order", orders.Undo)
        .Step<Receipt>("payment_service", "charge_payment", orders.Do, undo: "refund_payment", orders.Undo)
        .Step<Receipt>("inventory_service", "reserve_inventory", orders.Do, undo: "release_reservation", orders.Undo)
        .Pivot<Receipt>("shipping_service", "ship_order", orders.Do)
        .Then("notification_service", "send_confirmation", orders.Conclude);

    /// <summary>Three compensatable steps and nothing behind them.</summary>
    public static Workflow ThreeSteps(OrderServices orders) => ThreeStepsWith(orders, deadline: null);

    public static Workflow ThreeStepsWith(OrderServices orders, TimeSpan? deadline) => Saga.For<Order>("three_steps", 1, deadline: deadline)
        .Step<Receipt>("a_service", "a", orders.Do, undo: "undo_a", orders.Undo)
        .Step<Receipt>("b_service", "b", orders.Do, undo: "undo_b", orders.Undo)
        .Step<Receipt>("c_service", "c", orders.Do, undo: "undo_c", orders.Undo);

    /// <summary>A check with nothing to undo, two steps in parallel, a third, two retriable ones in parallel.</summary>
    public static Workflow Parallel(OrderServices orders) => Saga.For<Order>("parallel", 1)
        .Step<Receipt>("check_service", "check", orders.Do)
        .Parallel(group => group
            .Step<Receipt>("a_service", "a", orders.Do, undo: "undo_a", orders.Undo)
            .Step<Receipt>("b_service", "b", orders.Do, undo: "undo_b", orders.Undo))
        .Step<Receipt>("c_service", "c", orders.Do, undo: "undo_c", orders.Undo)
        .Then("d_service", "d", orders.Conclude)
        .Parallel(group => group
            .Then("e_service", "e", orders.Conclude)
            .Then("f_service", "f", orders.Conclude));

    public static Workflow PivotAlone(OrderServices orders) => Saga.For<Order>("pivot_alone", 1)
        .Pivot<Receipt>("shipping_service", "ship", orders.Do);
}
