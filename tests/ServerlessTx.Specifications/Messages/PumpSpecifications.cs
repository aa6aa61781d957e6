namespace ServerlessTx.Specifications;

public sealed class PumpSpecifications
{
    [Fact]
    public void A_handler_that_works_longer_than_a_lock_keeps_its_message() => VirtualTime.Run(async time =>
    {
        var bus = new MemoryMessageBus(Sender.Subscriptions, time);
        var sender = new Sender(time, new MemoryPartitionStore(), bus, bus);
        await sender.OrderAsync("a");
        var deliveries = 0;
        var pump = sender.Pump(async message =>
        {
            deliveries = message.DeliveryCount;
            await Task.Delay(TimeSpan.FromMinutes(5), time);
        });
        var slow = pump.PassAsync(default);
        await Task.Delay(TimeSpan.FromMinutes(4), time);
        Assert.Empty(await bus.Open("payments").ReceiveAsync(16));
        Assert.Equal(1, await slow);
        Assert.Equal((1, "1 ordered, 1 paid, 0 left"), (deliveries, await sender.CountsAsync()));
        Assert.Empty(await bus.Open("payments").ReceiveAsync(16));
        return true;
    });

    [Fact]
    public void A_handler_that_fails_has_its_message_come_again_after_a_pause_that_grows() => VirtualTime.Run(async time =>
    {
        var bus = new MemoryMessageBus(Sender.Subscriptions, time);
        var sender = new Sender(time, new MemoryPartitionStore(), bus, bus);
        await sender.OrderAsync("a");
        var began = time.GetUtcNow();
        var tries = new List<string>();
        var pump = sender.Pump(message =>
        {
            tries.Add($"delivery {message.DeliveryCount} after {(time.GetUtcNow() - began).TotalSeconds:0} s");
            return tries.Count < 5 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        });
        var listening = pump.RunAsync(TimeSpan.FromSeconds(1), default);
        await Task.Delay(TimeSpan.FromMinutes(1), time);
        Assert.Equal(["delivery 1 after 0 s", "delivery 2 after 1 s", "delivery 3 after 3 s", "delivery 4 after 7 s", "delivery 5 after 15 s"], tries);
        Assert.Equal("1 ordered, 1 paid, 0 left", await sender.CountsAsync());
        Assert.False(listening.IsCompleted);
        return true;
    });

    [Fact]
    public void A_seed_brings_the_same_weather_each_time()
    {
        var arrivals = Enumerable.Range(0, 2).Select(_ => new MessageWeather(7)).Select(weather => Enumerable.Range(0, 50).SelectMany(_ => weather.Arrivals()).ToList()).ToList();
        Assert.Equal(arrivals[0], arrivals[1]);
        Assert.NotEqual(arrivals[0].Order(), arrivals[0]);
        Assert.True(arrivals[0].Count > 50);
    }
}
