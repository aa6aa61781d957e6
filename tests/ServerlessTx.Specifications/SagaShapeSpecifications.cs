namespace ServerlessTx.Specifications;

public sealed class SagaShapeSpecifications
{
    [Fact]
    public void A_saga_of_compensatable_steps_decides_with_its_end() => Assert.Equal(
        """
        started            three_steps
        step_done          a
        step_done          b
        step_done          c
        decided            going_forward
        completed
        """, World.Run(_ => { }, SagaShapes.ThreeSteps));

    [Fact]
    public void Parallel_steps_are_recorded_together_and_undone_as_one_round() => Assert.Equal(
        """
        started            parallel
        step_done          check
        step_done          a
        step_done          b
        step_refused       c: no
        decided            compensating: no
        step_compensated   a
        step_compensated   b
        compensated
        """, World.Run(orders => orders.On("c", new Behaviour.Refuses("no")), SagaShapes.Parallel));

    [Fact]
    public void Of_a_parallel_group_only_the_silent_are_asked_again() => Assert.Equal(
        """
        started            parallel
        step_done          check
        step_done          a
        unanswered         b/action 1: InvalidOperationException: out of order
        step_done          b
        step_done          c
        decided            going_forward
        step_done          d
        step_done          e
        step_done          f
        completed
        """, World.Run(orders => orders.On("b", new Behaviour.Fails(), Behaviour.Answers), SagaShapes.Parallel));

    [Fact]
    public void A_refusal_settles_its_group_and_the_silent_are_undone_since_they_may_have_run() => Assert.Equal(
        """
        started            parallel
        step_done          check
        step_refused       a: no
        unanswered         b/action 1: InvalidOperationException: the answer was lost
        step_unknown       b: not asked again: a refused
        decided            compensating: no
        step_compensated   b
        compensated
        """, World.Run(orders =>
        {
            orders.On("a", new Behaviour.Refuses("no"));
            orders.On("b", new Behaviour.DoesAndFails());
        }, SagaShapes.Parallel));

    [Fact]
    public void A_refused_pivot_turns_the_saga_back() => Assert.Equal(
        """
        started            order_fulfillment
        step_done          create_order
        step_done          charge_payment
        step_done          reserve_inventory
        decided            going_forward
        step_refused       ship_order: address_not_served
        turned_back        address_not_served
        step_compensated   reserve_inventory
        step_compensated   charge_payment
        step_compensated   create_order
        compensated
        """, World.Run(orders => orders.On("ship_order", new Behaviour.Refuses("address_not_served"))));

    [Fact]
    public void A_pivot_alone_decides_before_it_is_asked() => Assert.Equal(
        """
        started            pivot_alone
        decided            going_forward
        step_done          ship
        completed
        """, World.Run(_ => { }, SagaShapes.PivotAlone));

    [Fact]
    public void A_compensation_that_fails_is_asked_until_it_is_done() => Assert.Equal(
        """
        started            three_steps
        step_done          a
        step_refused       b: no
        decided            compensating: no
        unanswered         a/undo 1: InvalidOperationException: out of order
        unanswered         a/undo 2: InvalidOperationException: out of order
        step_compensated   a
        compensated
        """, World.Run(orders =>
        {
            orders.On("b", new Behaviour.Refuses("no"));
            orders.On("a/undo", new Behaviour.Fails(), new Behaviour.Fails(), Behaviour.Answers);
        }, SagaShapes.ThreeSteps));

    [Theory]
    [InlineData(65)]
    [InlineData(0)]
    public void A_transaction_has_one_to_64_participants(int steps)
    {
        var saga = Saga.For<Order>("wide", 1);
        for (var i = 0; i < steps; i++)
            saga = saga.Step<Receipt>("service", $"step_{i}", _ => throw new InvalidOperationException());
        Assert.Contains("1 to 64 participants", Assert.Throws<InvalidOperationException>(() => new WorkflowRegistry([saga], new ParticipantRegistry([]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_branch_twice_is_refused_at_registration()
    {
        var saga = Saga.For<Order>("twice", 1)
            .Step<Receipt>("service", "same", _ => throw new InvalidOperationException())
            .Step<Receipt>("other", "same", _ => throw new InvalidOperationException());
        Assert.Contains("branch 'same' stands in it twice", Assert.Throws<InvalidOperationException>(() => new WorkflowRegistry([saga], new ParticipantRegistry([]))).Message, StringComparison.Ordinal);
    }
}
