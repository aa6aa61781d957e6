namespace ServerlessTx.Specifications;

/// <summary>
/// A process vanishes before and after each of its store operations and participant calls, alone and in pairs; then the next one recovers.
/// The end is legal, and each business effect was made once.
/// </summary>
public sealed class CrashMatrix
{
    private static readonly Dictionary<string, Scenario> Scenarios = new()
    {
        ["completed"] = new(OrderServices.OrderFulfillment, _ => { }, "completed"),
        ["refused"] = new(OrderServices.OrderFulfillment, orders => orders.On("reserve_inventory", new Behaviour.Refuses("no")), "compensated"),
        ["pivot refused"] = new(OrderServices.OrderFulfillment, orders => orders.On("ship_order", new Behaviour.Refuses("no")), "compensated"),
        ["answer lost once"] = new(
            OrderServices.OrderFulfillment, orders => orders.On("charge_payment", new Behaviour.DoesAndFails(), Behaviour.Answers), "completed"),
        ["never answered"] = new(OrderServices.OrderFulfillment, orders => orders.On("charge_payment", new Behaviour.DoesAndFails()), "compensated"),
        ["parallel"] = new(SagaShapes.Parallel, _ => { }, "completed"),
        ["parallel refused"] = new(SagaShapes.Parallel, orders => orders.On("b", new Behaviour.Refuses("no")), "compensated"),
        ["parallel, one at once"] = new(SagaShapes.Parallel, _ => { }, "completed") { AtOnce = 1 },
        ["undo fails once"] = new(
            SagaShapes.ThreeSteps,
            orders =>
            {
                orders.On("c", new Behaviour.Refuses("no"));
                orders.On("b/undo", new Behaviour.Fails(), Behaviour.Answers);
            },
            "compensated"),
        ["waited in vain, and an undo fails once"] = new(WaitShapes.Hasty, orders => orders.On("offer_next_2/undo", new Behaviour.Fails(), Behaviour.Answers), "compensated"),
        ["tcc confirmed"] = new(Voter.Tcc, _ => { }, "confirmed"),
        ["tcc refused"] = new(Voter.Tcc, orders => orders.On("b", new Behaviour.Refuses("no")), "cancelled"),
        ["tcc never answered"] = new(Voter.Tcc, orders => orders.On("b", new Behaviour.DoesAndFails()), "cancelled"),
        ["committed"] = new(Voter.TwoPhaseCommit, _ => { }, "committed"),
        ["commit fails once"] = new(Voter.TwoPhaseCommit, orders => orders.On("a/told", new Behaviour.Fails(), Behaviour.Answers), "committed"),
        ["voted no"] = new(Voter.TwoPhaseCommit, orders => orders.On("a", new Behaviour.Refuses("no")), "aborted"),
        ["vote lost once"] = new(Voter.TwoPhaseCommit, orders => orders.On("a", new Behaviour.DoesAndFails(), Behaviour.Answers), "committed"),
    };

    /// <summary>The ends at which every branch's effect stands.</summary>
    private static readonly string[] Kept = ["completed", "confirmed", "committed"];

    public static TheoryData<string> Names => [.. Scenarios.Keys];

    /// <summary>A limit doubles what a call does outside, and turns have an exploration of their own.</summary>
    public static TheoryData<string> InPairs => [.. Scenarios.Keys.Where(name => Scenarios[name].AtOnce is null)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Wherever_one_process_vanishes_the_next_ends_it_rightly(string scenario)
    {
        var points = Points(scenario);
        Assert.InRange(points, 8, 200);
        for (var first = 1; first <= points; first++)
            Run(scenario, [first]);
    }

    [Theory]
    [MemberData(nameof(InPairs))]
    public void Wherever_two_processes_vanish_the_third_ends_it_rightly(string scenario)
    {
        // To vanish behind an effect and before the next leaves the same world outside, so in pairs one of the two is enough.
        var points = Points(scenario);
        for (var first = 1; first <= points + 1; first += 2)
        {
            for (var second = 1; second <= points + 1; second += 2)
                Run(scenario, [first, second]);
        }
    }

    /// <summary>How often an undisturbed process touches the world outside.</summary>
    private static int Points(string scenario) => Run(scenario, []);

    /// <returns>The points that the last process came by.</returns>
    private static int Run(string scenario, IReadOnlyList<int> deaths) => VirtualTime.Run(async time =>
    {
        var (define, arrange, end) = Scenarios[scenario];
        var orders = new OrderServices(time);
        arrange(orders);
        var name = define(orders).Definition.Name;
        Func<ServerlessTxBuilder, ServerlessTxBuilder> limit = Scenarios[scenario].AtOnce is { } atOnce ? tx => tx.LimitWorkflow(name, atOnce) : tx => tx;
        var store = new MemoryPartitionStore();
        foreach (var death in deaths)
            await LiveAsync(time, define, limit, orders, store, new Fate(death), _ => Task.Delay(TimeSpan.FromSeconds(10), time));

        var fate = Fate.Immortal;
        await LiveAsync(time, define, limit, orders, store, fate, async world =>
        {
            // The caller repeats its request with its key, whatever became of it.
            var started = await world.StartAsync(name, key: "order_1");
            var transcript = await world.EndAsync(started.Id);
            var context = $"{scenario}, vanished at {string.Join(" and ", deaths)}:\n{transcript}";
            Assert.True(transcript.EndsWith(end, StringComparison.Ordinal), context);
            Assert.True(orders.Made.Values.All(times => times == 1), context);
            var expected = Kept.Contains(end) ? define(orders).Definition.Branches.Select(branch => branch.Branch) : UndoneOf(define(orders).Definition);
            Assert.True(expected.Order().SequenceEqual(orders.Effects.Order()), $"{context}\neffects: {string.Join(", ", orders.Effects)}");
            Assert.Equal(0, await world.Recovery.RunAsync(everything: true, default));
            Assert.Single((await world.Client.ListAsync(new TransactionQuery())).Transactions);
        });
        return fate.Points;
    });

    /// <summary>Steps with nothing to undo stand for ever.</summary>
    private static IEnumerable<string> UndoneOf(Definition definition) =>
        definition.Branches.Where(branch => branch is { Phase: Phase.Action, Undo: null }).Select(branch => branch.Branch);

    private static async Task LiveAsync(
        VirtualTime time, Func<OrderServices, Workflow> define, Func<ServerlessTxBuilder, ServerlessTxBuilder> limit, OrderServices orders, IPartitionStore store,
        Fate fate, Func<World, Task> live)
    {
        orders.Caller = fate;
        var world = new World(time, define, store: new MortalStore(store, fate), orders: orders, build: tx => limit(tx));
        // A process that vanishes in one of these goes on with none of them.
        var recovered = world.Recovery.RunAsync(everything: true, default);
        var begun = world.StartAsync(define(orders).Definition.Name, key: "order_1");
        await Task.WhenAny(Task.WhenAll(recovered, begun), Task.Delay(TimeSpan.FromSeconds(10), time));
        await live(world);
    }

    /// <summary>A workflow, what befalls its participants, and how it ends.</summary>
    private sealed record Scenario(Func<OrderServices, Workflow> Define, Action<OrderServices> Arrange, string End)
    {
        /// <summary>How many of its calls may be under way at once.</summary>
        public int? AtOnce { get; init; }
    }
}
