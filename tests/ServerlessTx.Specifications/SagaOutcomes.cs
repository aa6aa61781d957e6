namespace ServerlessTx.Specifications;

public sealed class SagaOutcomes
{
    [Fact]
    public void An_order_that_nobody_refuses_is_completed() => Assert.Equal(
        """
        started            order_fulfillment
        step_done          create_order
        step_done          charge_payment
        step_done          reserve_inventory
        decided            going_forward
        step_done          ship_order
        step_done          send_confirmation
        completed
        """, World.Run(_ => { }));

    [Fact]
    public void A_refused_reservation_refunds_the_payment_and_cancels_the_order() => Assert.Equal(
        """
        started            order_fulfillment
        step_done          create_order
        step_done          charge_payment
        step_refused       reserve_inventory: insufficient_inventory
        decided            compensating: insufficient_inventory
        step_compensated   charge_payment
        step_compensated   create_order
        compensated
        """, World.Run(orders => orders.On("reserve_inventory", new Behaviour.Refuses("insufficient_inventory"))));
}
