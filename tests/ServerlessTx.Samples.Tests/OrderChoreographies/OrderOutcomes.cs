namespace ServerlessTx.Samples.Tests;

/// <summary>Given an order, when services answer, refuse or stay silent: then this is what each of them did.</summary>
public sealed class OrderOutcomes
{
    private const string Completed = """
        -                 create_order        OrderCreated
        OrderCreated      charge_payment      PaymentCharged
        PaymentCharged    reserve_inventory   InventoryReserved
        InventoryReserved ship_order          OrderShipped
        OrderShipped      complete_order      OrderCompleted
        completed
        """;

    [Fact]
    public void An_order_that_everybody_can_serve_completes() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        Assert.Equal(Completed, await world.SettledAsync(await world.PlaceAsync()));
        Assert.Equal("balance 9900, stock 998, 1 shipped, orders completed", await world.BooksAsync());
        Assert.Empty(await world.Client.ListOpenAsync());
        return true;
    });

    [Fact]
    public void A_declined_payment_cancels_the_order() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        Assert.Equal(
            """
            -                 create_order        OrderCreated
            OrderCreated      charge_payment      PaymentDeclined
            PaymentDeclined   cancel_order        OrderCancelled
            compensated
            """,
            await world.SettledAsync(await world.PlaceAsync(amount: 20_000)));
        Assert.Equal("balance untouched, stock untouched, 0 shipped, orders cancelled", await world.BooksAsync());
        return true;
    });

    [Fact]
    public void A_want_of_goods_refunds_the_payment_and_cancels_the_order() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        var id = await world.PlaceAsync(quantity: 2_000);
        Assert.Equal(
            """
            -                 create_order        OrderCreated
            OrderCreated      charge_payment      PaymentCharged
            PaymentCharged    reserve_inventory   InventoryShort
            InventoryShort    cancel_order        OrderCancelled
            InventoryShort    refund_payment      PaymentRefunded
            compensated
            """,
            await world.SettledAsync(id));
        Assert.Equal("balance 10000, stock untouched, 0 shipped, orders cancelled", await world.BooksAsync());
        Assert.Equal("insufficient_inventory", (await world.Client.GetAsync(id))!.Reason);
        return true;
    });

    [Fact]
    public void A_refused_shipment_has_each_service_undo_its_own_part() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        Assert.Equal(
            """
            -                 create_order        OrderCreated
            OrderCreated      charge_payment      PaymentCharged
            PaymentCharged    reserve_inventory   InventoryReserved
            InventoryReserved ship_order          ShipmentRefused
            ShipmentRefused   release_reservation InventoryReleased
            ShipmentRefused   cancel_order        OrderCancelled
            ShipmentRefused   refund_payment      PaymentRefunded
            compensated
            """,
            await world.SettledAsync(await world.PlaceAsync(shipTo: "nowhere")));
        Assert.Equal("balance 10000, stock 1000, 0 shipped, orders cancelled", await world.BooksAsync());
        return true;
    });

    [Fact]
    public void When_the_inventory_stays_silent_the_order_expires_and_no_charge_is_stranded() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live(except: "inventory_service");
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromMinutes(16));
        Assert.Equal("balance 10000, stock untouched, 0 shipped, orders expired", await world.BooksAsync());
        Assert.Equal(
            ["inventory_service OrderExpired", "inventory_service PaymentCharged"],
            (await world.Client.GetAsync(id))!.MissingAnswers.Select(missing => $"{missing.Service} {missing.Event}").Order());

        world.Up("inventory_service");
        var transcript = await world.SettledAsync(id);
        Assert.StartsWith(
            """
            -                 create_order        OrderCreated
            OrderCreated      charge_payment      PaymentCharged
            -                 expire_order        OrderExpired
            """,
            transcript);
        Assert.Contains("OrderExpired      refund_payment      PaymentRefunded", transcript);
        Assert.EndsWith("compensated", transcript);
        Assert.Equal("balance 10000, stock 1000, 0 shipped, orders expired", (await world.BooksAsync()).Replace("stock untouched", "stock 1000", StringComparison.Ordinal));
        return true;
    });

    [Fact]
    public void An_answer_behind_the_expiry_finds_it_expired_and_is_undone() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live(except: Orders.Service);
        var id = await world.PlaceAsync();
        // Everybody has answered but the owner, who hears of it only behind the deadline.
        await world.Pass(TimeSpan.FromMinutes(20));
        world.Up(Orders.Service);
        Assert.Equal(
            """
            -                 create_order        OrderCreated
            OrderCreated      charge_payment      PaymentCharged
            PaymentCharged    reserve_inventory   InventoryReserved
            InventoryReserved ship_order          OrderShipped
            -                 expire_order        OrderExpired
            OrderExpired      release_reservation InventoryReleased
            OrderExpired      refund_payment      PaymentRefunded
            OrderExpired      recall_shipment     ShipmentRecalled
            OrderShipped      complete_order      turned_back_before
            compensated
            """,
            await world.SettledAsync(id));
        Assert.Equal("balance 10000, stock 1000, 0 shipped, orders expired", await world.BooksAsync());
        return true;
    });

    /// <summary>The watch decides by what it has read; what has happened since, the owner's own write finds.</summary>
    [Fact]
    public void An_order_that_ended_meanwhile_is_not_expired() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        var id = await world.PlaceAsync();
        var read = (await world.StoryAsync(id)).Began;
        Assert.Equal(Completed, await world.SettledAsync(id));
        Assert.False(await world.Reactor.ExpireAsync(world.Choreography, read, default));
        Assert.Equal(Completed, await world.SettledAsync(id));
        return true;
    });

    [Fact]
    public void A_service_that_is_down_for_an_hour_does_what_is_left_when_it_is_back() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, choreography: OrderChoreography.Define(deadline: TimeSpan.FromHours(2))).Live(except: "payment_service");
        var ids = new List<TransactionId>();
        for (var i = 0; i < 5; i++)
            ids.Add(await world.PlaceAsync());
        await world.Pass(TimeSpan.FromHours(1));
        Assert.Equal(5, (await world.Client.ListOpenAsync()).Count);
        world.Up("payment_service");
        foreach (var id in ids)
            Assert.Equal(Completed, await world.SettledAsync(id));
        Assert.Equal("balance 9500, stock 990, 5 shipped, orders completed completed completed completed completed", await world.BooksAsync());
        return true;
    });

    [Fact]
    public void A_key_begins_one_order_and_another_input_under_it_is_refused() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        var first = await world.PlaceAsync(key: "order 1");
        Assert.Equal(first, await world.PlaceAsync(key: "order 1"));
        var reused = await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => world.PlaceAsync(quantity: 3, key: "order 1"));
        Assert.Equal(first, reused.Holder);
        Assert.Equal(Completed, await world.SettledAsync(first));
        Assert.Equal("balance 9900, stock 998, 1 shipped, orders completed", await world.BooksAsync());
        return true;
    });

    [Fact]
    public void An_input_that_the_services_could_not_read_begins_nothing() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        var wrong = await Assert.ThrowsAsync<InvalidInputException>(() => world.PlaceAsync(quantity: 0));
        Assert.Equal("$.quantity", wrong.Field);
        await Assert.ThrowsAsync<UnknownWorkflowException>(() => world.Client.StartAsync(new StartRequest("nothing", OrderWorld.Input())));
        Assert.Empty(await world.Client.ListOpenAsync());
        return true;
    });
}
