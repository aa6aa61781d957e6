namespace ServerlessTx.Samples.Tests;

/// <summary>The store goes away while events are in flight. That is nobody's failure: each delivery that met it comes again, and no event dies of it.</summary>
public sealed class OrderOutages
{
    [Fact]
    public void A_store_that_is_silent_for_twelve_minutes_kills_no_event_and_every_run_settles() => VirtualTime.Run(async time =>
    {
        var isSilent = false;
        var store = new InterceptedStore(new MemoryPartitionStore())
        {
            Before = _ => isSilent ? throw new StoreUnavailableException("The store is away.") : Task.CompletedTask,
        };
        var world = new OrderWorld(time, store, weather: new MessageWeather(seed: 1)).Live();
        List<TransactionId> orders = [];
        foreach (var shipTo in new[] { "home", "nowhere", "home", "nowhere" })
        {
            orders.Add(await world.PlaceAsync(shipTo: shipTo));
            await world.Pass(TimeSpan.FromSeconds(15));
        }

        isSilent = true;
        await world.Pass(TimeSpan.FromMinutes(12));
        isSilent = false;
        foreach (var order in orders)
            await world.SettledAsync(order);
        foreach (var service in OrderWorld.Everybody)
            Assert.Empty(await world.DeadLetters.ListAsync(service));
        return true;
    });
}
