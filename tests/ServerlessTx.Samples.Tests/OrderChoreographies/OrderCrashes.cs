namespace ServerlessTx.Samples.Tests;

/// <summary>
/// All services in one process that vanishes before and after each of its store and bus operations; the next process goes on. Whatever
/// happens, each effect is made once and everybody's part ends alike.
/// </summary>
public sealed class OrderCrashes
{
    private static readonly Dictionary<string, Scenario> Scenarios = new()
    {
        ["completed"] = new(2, "home", "balance 9900, stock 998, 1 shipped, orders completed"),
        ["short of goods"] = new(2_000, "home", "balance 10000, stock untouched, 0 shipped, orders cancelled"),
        ["shipment refused"] = new(2, "nowhere", "balance 10000, stock 1000, 0 shipped, orders cancelled"),
        ["expired"] = new(2, "home", "balance 10000, stock 1000, 0 shipped, orders expired") { Silent = "shipping_service" },
    };

    public static TheoryData<string> Names => [.. Scenarios.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Wherever_the_process_vanishes_the_next_brings_everybody_to_the_same_end(string name)
    {
        var points = Run(name, [Fate.Immortal]);
        Assert.InRange(points, 25, 250);
        for (var death = 1; death <= points; death++)
            Run(name, [new Fate(death)]);
    }

    /// <summary>The next vanishes too: of all pairs of points some, spread over both.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void So_it_is_when_the_next_process_vanishes_too(string name)
    {
        var (points, pairs) = (Run(name, [Fate.Immortal]), 0);
        for (var death = 1; death <= points; death += 3)
        {
            for (var again = 1 + (death % 29); again <= points; again += 29)
            {
                Run(name, [new Fate(death), new Fate(again)]);
                pairs++;
            }
        }

        Assert.InRange(pairs, 20, 1_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void So_it_is_when_messages_come_twice_late_and_in_another_order(string name)
    {
        for (var seed = 1; seed <= 25; seed++)
            Run(name, [new Fate(4 * seed)], new MessageWeather(seed) { Duplicates = 0.5, LongestDelay = TimeSpan.FromSeconds(40) });
    }

    /// <returns>The points that the first process came by.</returns>
    private static int Run(string name, IReadOnlyList<Fate> fates, MessageWeather? weather = null) => VirtualTime.Run(async time =>
    {
        var scenario = Scenarios[name];
        var choreography = OrderChoreography.Define(deadline: scenario.Silent is null ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(2));
        var (store, bus) = (new MemoryPartitionStore(), new MemoryMessageBus(choreography.Subscriptions, time, weather));
        foreach (var fate in fates)
        {
            var life = new OrderWorld(time, new MortalStore(store, fate), new MortalBus(bus, fate), choreography: choreography).Live(except: scenario.Silent ?? "");
            await Task.WhenAny(life.PlaceAsync(scenario.Quantity, shipTo: scenario.ShipTo, key: "order 1"), life.Pass(TimeSpan.FromSeconds(5)));
            await life.Pass(TimeSpan.FromSeconds(5));
        }

        var points = fates[0].Points;

        // They have vanished, or live on: then they are several hosts.
        var next = new OrderWorld(time, store, bus, choreography: choreography).Live(except: scenario.Silent ?? "");
        var id = await next.PlaceAsync(scenario.Quantity, shipTo: scenario.ShipTo, key: "order 1");
        if (scenario.Silent is { } silent)
        {
            await next.Pass(TimeSpan.FromMinutes(5));
            next.Up(silent);
        }

        var transcript = await next.SettledAsync(id);
        Assert.True(scenario.Books == await next.BooksAsync(), $"{name}, vanished at {string.Join(" and ", fates.Select(fate => fate.Points))}: {await next.BooksAsync()}\n{transcript}");
        foreach (var service in choreography.Services)
        {
            Assert.Empty((await store.ReadAsync(service.Partition, RowQuery.Prefix("x|"))).Rows);
            Assert.Empty(await next.DeadLetters.ListAsync(service.Name));
        }

        Assert.Empty(await next.Client.ListOpenAsync());
        return points;
    });

    private sealed record Scenario(int Quantity, string ShipTo, string Books)
    {
        public string? Silent { get; init; }
    }
}
