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
        ["approved"] = new(WaitShapes.Approval, _ => { }, "completed") { Signal = new Signal("approved", "ann") { Id = "letter_1" } },
        ["rejected"] = new(WaitShapes.Approval, _ => { }, "compensated") { Signal = new Signal("approved", "ann") { Rejected = "too_risky" } },
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

    /// <summary>Limits and signals double what a process does outside, and have explorations of their own.</summary>
    public static TheoryData<string> InPairs => [.. Scenarios.Keys.Where(name => Scenarios[name] is { AtOnce: null, Signal: null })];

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
        var definition = define(orders).Definition;
        var name = definition.Name;
        Func<ServerlessTxBuilder, ServerlessTxBuilder> limit = Scenarios[scenario].AtOnce is { } atOnce ? tx => tx.LimitWorkflow(name, atOnce) : tx => tx;
        var store = new MemoryPartitionStore();
        foreach (var death in deaths)
            await LiveAsync(time, Scenarios[scenario], limit, orders, store, new Fate(death), _ => Task.Delay(TimeSpan.FromSeconds(10), time));

        var fate = Fate.Immortal;
        await LiveAsync(time, Scenarios[scenario], limit, orders, store, fate, async world =>
        {
            // The caller repeats its request with its key, whatever became of it.
            var started = await SayAsync(world, name, Scenarios[scenario].Signal);
            var transcript = await world.EndAsync(started.Id);
            var context = $"{scenario}, vanished at {string.Join(" and ", deaths)}:\n{transcript}";
            Assert.True(transcript.EndsWith(end, StringComparison.Ordinal), context);
            Assert.True(orders.Made.Values.All(times => times == 1), context);
            var expected = Kept.Contains(end) ? DoneOf(definition) : UndoneOf(definition);
            Assert.True(expected.Order().SequenceEqual(orders.Effects.Order()), $"{context}\neffects: {string.Join(", ", orders.Effects)}");
            Assert.Equal(0, await world.Recovery.RunAsync(everything: true, default));
            Assert.Single((await world.Client.ListAsync(new TransactionQuery())).Transactions);
        });
        return fate.Points;
    });

    private static IEnumerable<string> DoneOf(Definition definition) =>
        definition.Branches.Where(branch => branch.Phase is not Phase.Wait).Select(branch => branch.Branch);

    /// <summary>Steps with nothing to undo stand for ever.</summary>
    private static IEnumerable<string> UndoneOf(Definition definition) =>
        definition.Branches.Where(branch => branch is { Phase: Phase.Action, Undo: null }).Select(branch => branch.Branch);

    private static async Task LiveAsync(
        VirtualTime time, Scenario scenario, Func<ServerlessTxBuilder, ServerlessTxBuilder> limit, OrderServices orders, IPartitionStore store,
        Fate fate, Func<World, Task> live)
    {
        orders.Caller = fate;
        var world = new World(time, scenario.Define, store: new MortalStore(store, fate), orders: orders, build: tx => limit(tx));
        // A process that vanishes in one of these goes on with none of them.
        var recovered = world.Recovery.RunAsync(everything: true, default);
        var begun = SayAsync(world, scenario.Define(orders).Definition.Name, scenario.Signal);
        await Task.WhenAny(Task.WhenAll(recovered, begun), Task.Delay(TimeSpan.FromSeconds(10), time));
        await live(world);
    }

    /// <summary>Starts it, and says what it waits for, if it does: both are repeated until they are heard.</summary>
    private static async Task<StartedTransaction> SayAsync(World world, string workflow, Signal? signal)
    {
        var started = await world.StartAsync(workflow, key: "order_1");
        if (signal is not null)
            await world.Client.SignalAsync(started.Id, signal);
        return started;
    }

    /// <summary>A workflow, what befalls its participants, and how it ends.</summary>
    private sealed record Scenario(Func<OrderServices, Workflow> Define, Action<OrderServices> Arrange, string End)
    {
        /// <summary>What is said to it once it is started.</summary>
        public Signal? Signal { get; init; }

        /// <summary>How many of its calls may be under way at once.</summary>
        public int? AtOnce { get; init; }
    }
}
