namespace ServerlessTx.Specifications;

/// <summary>An order whose shipment is a transaction of its own, and a house that has the order as a child.</summary>
internal static class Family
{
    public static Workflow House(OrderServices orders) => Saga.For<Order>("house", 1, deadline: TimeSpan.FromHours(2))
        .Step<Receipt>("builders", "build", orders.Do, undo: "tear_down", orders.Undo)
        .ChildThatStays("furniture", "furnish", workflow: "order", within: TimeSpan.FromHours(1), call => call.Input);

    public static Workflow Order(OrderServices orders) => Saga.For<Order>("order", 1, deadline: TimeSpan.FromMinutes(30))
        .Step<Receipt>("orders", "take_order", orders.Do, undo: "cancel_order", orders.Undo)
        .Child("shipping", "ship", workflow: "shipment", within: TimeSpan.FromMinutes(2), call => new Order(call.ResultOf<Receipt>("take_order")!.Of),
            undo: "return_goods", orders.Return)
        .Step<Receipt>("billing", "bill", orders.Do, undo: "credit", orders.Undo);

    public static Workflow Shipment(OrderServices orders) => Saga.For<Order>("shipment", 1, deadline: TimeSpan.FromMinutes(5))
        .Step<Receipt>("warehouse", "pick", orders.Do, undo: "put_back", orders.Undo)
        .Pivot<Receipt>("carrier", "hand_over", orders.Do)
        .Then("mail", "announce", orders.Conclude);

    /// <summary>A host of all of them.</summary>
    public static World World(VirtualTime time, IPartitionStore? store = null, OrderServices? orders = null)
    {
        orders ??= new OrderServices(time);
        return new(time, Order, store: store, orders: orders, build: tx => tx.AddWorkflow(House(orders)).AddWorkflow(Shipment(orders)));
    }

    /// <summary>The child of an order, or of a house.</summary>
    public static TransactionId ChildOf(TransactionId parent, string step = "ship") =>
        TransactionId.ChildOf(new ParentCall(parent.ToString(), step, $"{step}_ended"), shard: 0);

    /// <summary>Runs an order to its end in a world of its own.</summary>
    /// <returns>What it recorded, and below that what its child did.</returns>
    public static string Run(Action<OrderServices> arrange, Func<World, TransactionId, Task>? meanwhile = null) => VirtualTime.Run(async time =>
    {
        var world = World(time);
        // Else it has ended before its parent knows that it is begun, which is rare and reads oddly.
        world.Orders.On("pick", new Behaviour.ComesLate(TimeSpan.FromSeconds(1)));
        arrange(world.Orders);
        var started = await world.StartAsync("order");
        if (meanwhile is not null)
            await meanwhile(world, started.Id);
        return await EndAsync(world, started.Id, ChildOf(started.Id));
    });

    /// <summary>Waits for the ends of transactions. How often one had to ask whether its child has ended depends on who drives, and is left out.</summary>
    public static async Task<string> EndAsync(World world, params IReadOnlyList<TransactionId> ids)
    {
        var transcripts = new List<string>();
        foreach (var id in ids)
            transcripts.Add(string.Join('\n', (await world.EndAsync(id)).Split('\n').Where(line => !line.EndsWith("it is still at work on it", StringComparison.Ordinal))));
        return string.Join("\n\n", transcripts);
    }
}
