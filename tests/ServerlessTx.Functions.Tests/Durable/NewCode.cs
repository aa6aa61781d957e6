using Microsoft.DurableTask.Client;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>New code is deployed while orchestrations are in flight: their histories are replayed on it.</summary>
public sealed class NewCode
{
    [Fact]
    public void A_transaction_goes_on_under_the_definition_it_began_with() => WorldHub.Run(null, null, async world =>
    {
        world.Orders.On("ship_order", new Behaviour.Fails());
        var started = await world.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), world.Time);

        var next = new World(world.Time, store: world.Store, orders: world.Orders, build: tx => tx.AddWorkflow(SecondVersion(world.Orders)));
        world.Hub().Deploy(next.Services);
        world.Orders.On("ship_order", Behaviour.Answers);

        Assert.EndsWith("step_done          ship_order\nstep_done          send_confirmation\ncompleted", await world.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.EndsWith("step_done          charge_payment\ndecided            going_forward\ncompleted", await next.EndAsync((await next.StartAsync()).Id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void Without_that_definition_the_orchestration_fails_and_the_transaction_does_not() => WorldHub.Run(null, null, async world =>
    {
        world.Orders.On("ship_order", new Behaviour.Fails());
        var started = await world.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), world.Time);

        world.Hub().FailsTheTest = false;
        world.Hub().Deploy(new World(world.Time, SecondVersion, store: world.Store, orders: world.Orders).Services);
        await Task.Delay(TimeSpan.FromHours(1), world.Time);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, world.Hub().Find(started.Id.ToString())!.Status);
        Assert.Equal(TransactionStatus.Running, (await world.Client.GetAsync(started.Id))!.Status);

        var repaired = new World(world.Time, store: world.Store, orders: world.Orders, build: tx => tx.AddWorkflow(SecondVersion(world.Orders)));
        world.Orders.On("ship_order", Behaviour.Answers);
        Assert.Equal(1, await repaired.Recovery.RunAsync(everything: false, default));
        Assert.EndsWith("completed", await repaired.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    private static Workflow SecondVersion(OrderServices orders) => Saga.For<Order>("order_fulfillment", 2)
        .Step<Receipt>("order_service", "create_order", orders.Do, undo: "cancel_order", orders.Undo)
        .Step<Receipt>("payment_service", "charge_payment", orders.Do, undo: "refund_payment", orders.Undo);
}
