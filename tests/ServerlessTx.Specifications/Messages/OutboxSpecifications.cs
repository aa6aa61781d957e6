namespace ServerlessTx.Specifications;

/// <summary>What is counted is said, and what is said is counted, once each, wherever a process vanishes.</summary>
public sealed class OutboxSpecifications
{
    [Fact]
    public void An_order_is_said_at_once_and_counted_where_it_is_heard() => VirtualTime.Run(async time =>
    {
        var sender = World(time);
        var listening = sender.ListenAsync();
        await sender.OrderAsync("a");
        await Task.Delay(TimeSpan.FromSeconds(2), time);
        Assert.Equal("1 ordered, 1 paid, 0 left", await sender.CountsAsync());
        Assert.False(listening.IsCompleted);
        return true;
    });

    [Fact]
    public void What_finds_no_bus_stays_and_leaves_when_there_is_one() => VirtualTime.Run(async time =>
    {
        var (store, bus) = (new MemoryPartitionStore(), new MemoryMessageBus(Sender.Subscriptions, time));
        var away = new Sender(time, store, new AbsentBus(), bus);
        await away.OrderAsync("a");
        Assert.Equal(0, await away.RelayAsync());
        Assert.Equal("1 ordered, 0 paid, 1 left", await away.CountsAsync());

        var back = new Sender(time, store, bus, bus);
        Assert.Equal(1, await back.RelayAsync());
        await back.Pump().PassAsync(default);
        Assert.Equal("1 ordered, 1 paid, 0 left", await back.CountsAsync());
        return true;
    });

    [Fact]
    public void What_no_bus_can_take_stays_and_keeps_nothing_else_from_leaving() => VirtualTime.Run(async time =>
    {
        var (store, bus) = (new MemoryPartitionStore(), new MemoryMessageBus(Sender.Subscriptions, time));
        var away = new Sender(time, store, new AbsentBus(), bus);
        for (var i = 0; i < 40; i++)
            await away.OrderAsync($"order {i}");
        var choosy = new Sender(time, store, new ChoosyBus(bus, "order 7"), bus);
        Assert.Equal(39, await choosy.RelayAsync());
        while (await choosy.Pump().PassAsync(default) > 0)
        {
        }

        Assert.Equal("40 ordered, 39 paid, 1 left", await choosy.CountsAsync());
        return true;
    });

    [Fact]
    public void Two_relays_of_one_outbox_say_everything_and_leave_nothing() => VirtualTime.Run(async time =>
    {
        var (store, bus) = (new MemoryPartitionStore(), new MemoryMessageBus(Sender.Subscriptions, time));
        var away = new Sender(time, store, new AbsentBus(), bus);
        for (var i = 0; i < 40; i++)
            await away.OrderAsync($"order {i}");
        var back = new Sender(time, store, bus, bus);
        await Task.WhenAll(back.RelayAsync(), back.RelayAsync());
        while (await back.Pump().PassAsync(default) > 0)
        {
        }

        Assert.Equal("40 ordered, 40 paid, 0 left", await back.CountsAsync());
        return true;
    });

    [Fact]
    public void Duplicates_delays_and_another_order_change_nothing() => VirtualTime.Run(async time =>
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var bus = new MemoryMessageBus(Sender.Subscriptions, time, new MessageWeather(seed) { Duplicates = 0.5 });
            var sender = new Sender(time, new MemoryPartitionStore(), bus, bus);
            using var stop = new CancellationTokenSource();
            var listening = sender.ListenAsync(stop.Token);
            for (var i = 0; i < 20; i++)
                await sender.OrderAsync($"order {i}");
            await Task.Delay(TimeSpan.FromMinutes(1), time);
            Assert.Equal("20 ordered, 20 paid, 0 left", await sender.CountsAsync());
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
        }

        return true;
    });

    [Fact]
    public void Wherever_the_process_vanishes_each_effect_is_made_once()
    {
        var points = Live(Fate.Immortal);
        Assert.InRange(points, 12, 60);
        for (var first = 1; first <= points; first++)
            Live(new Fate(first));
    }

    /// <returns>The points that the first process came by.</returns>
    private static int Live(Fate fate) => VirtualTime.Run(async time =>
    {
        var (store, bus) = (new MemoryPartitionStore(), new MemoryMessageBus(Sender.Subscriptions, time));
        var mortal = new MortalBus(bus, fate);
        var first = new Sender(time, new MortalStore(store, fate), mortal, mortal);
        var lives = Task.WhenAll(first.OrderAsync("a"), first.ListenAsync());
        await Task.WhenAny(lives, Task.Delay(TimeSpan.FromSeconds(10), time));

        // The next process is asked the same again, sends what was left, and hears what the first one held.
        var next = new Sender(time, store, bus, bus);
        await next.OrderAsync("a");
        await next.RelayAsync();
        var listening = next.ListenAsync();
        await Task.Delay(TimeSpan.FromMinutes(2), time);
        Assert.False(listening.IsFaulted);
        Assert.Equal("1 ordered, 1 paid, 0 left", await next.CountsAsync());
        return fate.Points;
    });

    private static Sender World(VirtualTime time)
    {
        var bus = new MemoryMessageBus(Sender.Subscriptions, time);
        return new Sender(time, new MemoryPartitionStore(), bus, bus);
    }

    private sealed class AbsentBus : IMessageBus
    {
        public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default) =>
            throw new BusUnavailableException("It is away.");
    }

    /// <summary>It has one message that it cannot take, and says so as no bus should.</summary>
    private sealed class ChoosyBus(IMessageBus bus, string refuses) : IMessageBus
    {
        public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default) =>
            message.Id == refuses ? throw new InvalidOperationException("It is too large.") : bus.PublishAsync(topic, message, cancellation);
    }
}
