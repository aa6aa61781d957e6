namespace ServerlessTx.Samples.Tests;

/// <summary>Honest orders, each played once for all tests that forge it.</summary>
internal static class OrderRuns
{
    private static readonly Dictionary<Order, Lazy<ChoreographyStory>> Runs = new()
    {
        [Order.Begun] = Played(time => PlacedAsync(new OrderWorld(time))),
        [Order.Completed] = Played(time => SettledAsync(new OrderWorld(time).Live())),
        [Order.Short] = Played(time => SettledAsync(new OrderWorld(time).Live(), quantity: 2_000)),
        [Order.Refused] = Played(time => SettledAsync(new OrderWorld(time).Live(), shipTo: "nowhere")),
        [Order.Expired] = Played(time => LateAsync(time, Orders.Service, "home")),
        [Order.ExpiredRefused] = Played(time => LateAsync(time, Orders.Service, "nowhere")),
        [Order.ExpiredUnshipped] = Played(time => LateAsync(time, "inventory_service", "home")),
        [Order.Stuck] = Played(time => StuckAsync(new OrderWorld(time).Live(except: "inventory_service"))),
        [Order.Revived] = Played(RevivedAsync),
    };

    public static ChoreographyStory Of(Order order) => Runs[order].Value;

    private static Lazy<ChoreographyStory> Played(Func<VirtualTime, Task<ChoreographyStory>> play) => new(() => VirtualTime.Run(play));

    private static async Task<ChoreographyStory> PlacedAsync(OrderWorld world) => await world.StoryAsync(await world.PlaceAsync());

    private static async Task<ChoreographyStory> SettledAsync(OrderWorld world, int quantity = 2, string shipTo = "home")
    {
        var id = await world.PlaceAsync(quantity, shipTo: shipTo);
        await world.SettledAsync(id);
        return await world.StoryAsync(id);
    }

    /// <summary>One service is away until the order has expired.</summary>
    private static async Task<ChoreographyStory> LateAsync(VirtualTime time, string service, string shipTo)
    {
        var world = new OrderWorld(time).Live(except: service);
        var id = await world.PlaceAsync(shipTo: shipTo);
        await world.Pass(TimeSpan.FromMinutes(16));
        world.Up(service);
        await world.SettledAsync(id);
        return await world.StoryAsync(id);
    }

    private static async Task<ChoreographyStory> StuckAsync(OrderWorld world)
    {
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromHours(1));
        await world.VerifyAsync(id);
        return await world.StoryAsync(id);
    }

    /// <summary>The first event dies at the payment service and is put back.</summary>
    private static async Task<ChoreographyStory> RevivedAsync(VirtualTime time)
    {
        var world = new OrderWorld(time);
        var id = await world.PlaceAsync();
        var created = (await world.StoryAsync(id)).Reactions[0];
        var message = Reactor.MessageOf((Reacted)created.Record, created.Service, id, OrderWorld.Input(), null).ToMessage();
        var unfinished = new IncomingMessage(message.Id, message.Body, 101) { ContentType = OutgoingMessage.ContentType };
        await world.Messages.HandleAsync(world.Choreography, "payment_service", unfinished);
        await world.Reactor.RecordPutBackAsync(
            world.Choreography, world.Choreography.Service("payment_service"), ChoreographyEvent.Read(unfinished), "ann", "It is mended.", default);
        await world.Live().SettledAsync(id);
        return await world.StoryAsync(id);
    }
}

/// <summary>How an honest order went.</summary>
internal enum Order
{
    /// <summary>Nobody but its owner has heard of it yet.</summary>
    Begun,
    Completed,

    /// <summary>The inventory refused.</summary>
    Short,

    /// <summary>The shipment was refused.</summary>
    Refused,

    /// <summary>Everybody did his part, and the owner heard of it behind the deadline.</summary>
    Expired,

    /// <summary>The shipment was refused, and the owner heard of it behind the deadline.</summary>
    ExpiredRefused,

    /// <summary>The inventory heard of its order behind the deadline.</summary>
    ExpiredUnshipped,

    /// <summary>The inventory has not answered behind the expiry, and is named as silent.</summary>
    Stuck,

    /// <summary>An event was dead and has been put back.</summary>
    Revived,
}
