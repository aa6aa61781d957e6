namespace ServerlessTx.Specifications;

/// <summary>
/// A process that drives a parent and its child vanishes before and after each of their store operations and participant calls; the next one recovers.
/// Both end as they must, the parent hears of the child, and no effect is made twice.
/// </summary>
public sealed class ChildCrashes
{
    private static readonly Dictionary<string, (Action<OrderServices> Arrange, string Parent, string Child, string[] Effects)> Scenarios = new()
    {
        ["both are done"] = (_ => { }, "completed", "completed", ["announce", "bill", "hand_over", "pick", "take_order"]),
        ["the child is turned back"] = (orders => orders.On("hand_over", new Behaviour.Refuses("no")), "compensated", "compensated", []),
        ["the child is done and undone"] = (
            orders =>
            {
                orders.On("bill", new Behaviour.Refuses("no"));
                orders.On("ship/undo", new Behaviour.Fails(), Behaviour.Answers);
            },
            "compensated", "completed", ["announce"]),
    };

    public static TheoryData<string> Names => [.. Scenarios.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Wherever_a_process_vanishes_parent_and_child_end_rightly(string scenario)
    {
        var points = Run(scenario, []);
        Assert.InRange(points, 20, 200);
        // To vanish behind an effect and before the next leaves the same world outside.
        for (var death = 1; death <= points + 1; death += 2)
            Run(scenario, [death]);
    }

    [Fact]
    public void Wherever_two_processes_vanish_the_third_tells_the_parent()
    {
        var points = Run("both are done", []);
        for (var first = points / 2; first <= points; first += 3)
        {
            for (var second = 1; second <= points; second += 7)
                Run("both are done", [first, second]);
        }
    }

    /// <summary>The parent is cancelled while the process is at whichever point; whatever had come of the child by then is turned back, or undone.</summary>
    [Fact]
    public void Wherever_it_vanishes_a_parent_that_is_cancelled_leaves_nothing_of_its_child()
    {
        var points = Run("both are done", []);
        for (var death = 1; death <= points + 1; death += 2)
            Run("both are done", [death], isCancelled: true);
    }

    /// <returns>The points that the last process came by.</returns>
    private static int Run(string scenario, IReadOnlyList<int> deaths, bool isCancelled = false) => VirtualTime.Run(async time =>
    {
        var (arrange, parentEnd, childEnd, effects) = Scenarios[scenario];
        var orders = new OrderServices(time);
        arrange(orders);
        var store = new MemoryPartitionStore();
        foreach (var death in deaths)
            await LiveAsync(time, orders, store, new Fate(death), _ => Task.Delay(TimeSpan.FromSeconds(10), time));

        var fate = Fate.Immortal;
        await LiveAsync(time, orders, store, fate, isCancelled, async world =>
        {
            var parent = await world.StartAsync("order", key: "order_1");
            var transcript = await world.EndAsync(parent.Id);
            var context = $"{scenario}, vanished at {string.Join(" and ", deaths)}:\n{transcript}";
            Assert.True(orders.Made.Values.All(times => times == 1), context);
            if (transcript.EndsWith("compensated", StringComparison.Ordinal) && isCancelled)
            {
                Assert.True(orders.Effects.All(effect => effect == "announce"), $"{context}\neffects: {string.Join(", ", orders.Effects)}");
            }
            else
            {
                Assert.True(transcript.EndsWith(parentEnd, StringComparison.Ordinal), context);
                Assert.EndsWith(childEnd, await world.EndAsync(Family.ChildOf(parent.Id)), StringComparison.Ordinal);
                Assert.True(effects.SequenceEqual(orders.Effects.Order()), $"{context}\neffects: {string.Join(", ", orders.Effects)}");
                Assert.Contains("ship_ended 1: signalled", transcript, StringComparison.Ordinal);
            }

            Assert.Equal(0, await world.Recovery.RunAsync(everything: true, default));
            Assert.Empty((await store.ReadAsync("00", RowQuery.Prefix(RowKinds.Open))).Rows);
            Assert.InRange((await world.Client.ListAsync(new TransactionQuery())).Transactions.Count, isCancelled ? 1 : 2, 2);
        });
        return fate.Points;
    });

    private static Task LiveAsync(VirtualTime time, OrderServices orders, IPartitionStore store, Fate fate, Func<World, Task> live) =>
        LiveAsync(time, orders, store, fate, isCancelled: false, live);

    private static async Task LiveAsync(
        VirtualTime time, OrderServices orders, IPartitionStore store, Fate fate, bool isCancelled, Func<World, Task> live)
    {
        orders.Caller = fate;
        var world = Family.World(time, new MortalStore(store, fate), orders);
        var recovered = isCancelled ? CancelAsync(world) : world.Recovery.RunAsync(everything: true, default);
        var begun = world.StartAsync("order", key: "order_1");
        await Task.WhenAny(Task.WhenAll(recovered, begun), Task.Delay(TimeSpan.FromSeconds(10), time));
        await live(world);
    }

    /// <summary>Cancels what the process before left, and only then recovers it.</summary>
    private static async Task<int> CancelAsync(World world)
    {
        foreach (var parent in (await world.Client.ListAsync(new TransactionQuery { Workflow = "order" })).Transactions)
            await world.Client.CancelAsync(TransactionId.Parse(parent.TransactionId), "changed_my_mind", "ann");
        return await world.Recovery.RunAsync(everything: true, default);
    }
}
