namespace ServerlessTx.Specifications;

/// <summary>A saga that waits is the source's compensating transaction: it lasts for days, over hosts and definitions that come and go.</summary>
public sealed class LastingWorkflows
{
    [Fact]
    public void It_promises_the_row_of_compensating_transactions_and_any_other_saga_that_of_sagas() => VirtualTime.Run(async time =>
    {
        var world = new World(time, build: tx => tx.AddWorkflow(_ => WaitShapes.Approval(new OrderServices(time))));
        var lasting = await world.StartAsync("approval");
        await world.Client.SignalAsync(lasting.Id, new Signal("approved", By: "ann"));
        await world.EndAsync(lasting.Id);
        var order = await world.StartAsync();
        await world.EndAsync(order.Id);

        // On memory nothing is durable; the rest is achieved as it was promised.
        var guarantees = (await world.Client.GetAsync(lasting.Id))!.Guarantees;
        Assert.Equal(new GuaranteeVector("Semantic", "Eventual", "None", "Strong", "Multi-service", "Async"), guarantees.Promised);
        Assert.Equal(guarantees.Promised with { Durability = "None" }, guarantees.Achieved);
        Assert.Equal("Eventual", (await world.Client.GetAsync(order.Id))!.Guarantees.Promised.Atomicity);
        return true;
    });

    [Fact]
    public void One_that_is_under_way_goes_on_under_its_definition_beside_those_of_the_next() => VirtualTime.Run(async time =>
    {
        var first = new World(time, WaitShapes.Approval);
        var old = await first.StartAsync("approval");
        await Task.Delay(TimeSpan.FromHours(20), time);
        await first.StopAsync();

        // A deployment that knows both; the day after, another.
        var second = Deployed();
        await second.Recovery.RunAsync(everything: true, default);
        var young = await second.StartAsync("approval");
        await Task.Delay(TimeSpan.FromHours(20), time);
        await second.StopAsync();
        var third = Deployed();
        await third.Recovery.RunAsync(everything: true, default);

        await third.Client.SignalAsync(old.Id, new Signal("approved", By: "ann"));
        Assert.EndsWith(
            """
            step_done          await_approval
            step_done          pay_out
            decided            going_forward
            completed
            """, await third.EndAsync(old.Id), StringComparison.Ordinal);
        Assert.IsType<SignalResult.Unknown>(await third.Client.SignalAsync(young.Id, new Signal("approved", By: "ann")));
        await third.Client.SignalAsync(young.Id, new Signal("countersigned", By: "bob"));
        Assert.EndsWith("completed", await third.EndAsync(young.Id), StringComparison.Ordinal);
        Assert.Equal((1, 2), ((await third.Client.GetAsync(old.Id))!.Version, (await third.Client.GetAsync(young.Id))!.Version));
        return true;

        World Deployed() => new(
            time, WaitShapes.Approval, store: first.Store, orders: first.Orders,
            build: tx => tx.AddWorkflow(_ => WaitShapes.ApprovalOfTwo(first.Orders)));
    });
}
