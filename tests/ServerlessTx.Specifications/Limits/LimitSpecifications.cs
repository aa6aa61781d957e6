namespace ServerlessTx.Specifications;

/// <summary>Limits to what is under way at once: who finds no turn waits, and makes no attempt meanwhile.</summary>
public sealed class LimitSpecifications
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 3)]
    public void A_participant_gets_no_more_calls_at_once_than_its_limit_says(int atOnce, int seconds) => VirtualTime.Run(async time =>
    {
        var till = new Till(time);
        var world = till.World(tx => tx.LimitParticipant("till", atOnce));
        var began = time.GetUtcNow();
        var started = await StartAsync(world, "pay", 8);
        foreach (var one in started)
        {
            // One attempt is all that its policy allows: to wait for a turn is none.
            Assert.Equal(
                """
                started            pay
                step_done          charge
                step_done          print
                decided            going_forward
                completed
                """, await world.EndAsync(one.Id));
        }

        Assert.Equal(atOnce, till.MostAtOnce);
        Assert.InRange((till.LastLeft - began).TotalSeconds, seconds, seconds + 5);
        return true;
    });

    [Fact]
    public void It_is_kept_over_all_hosts_of_a_storage_and_over_all_workflows() => VirtualTime.Run(async time =>
    {
        var till = new Till(time);
        var store = new MemoryPartitionStore();
        var hosts = new[] { "a", "b", "c" }.Select(_ => till.World(tx => tx.LimitParticipant("till", 2), store)).ToList();
        var started = new List<(World Host, StartedTransaction One)>();
        foreach (var host in hosts)
        {
            started.AddRange((await StartAsync(host, "pay", 3)).Select(one => (host, one)));
            started.AddRange((await StartAsync(host, "tip", 1)).Select(one => (host, one)));
        }

        foreach (var (host, one) in started)
            Assert.EndsWith("completed", await host.EndAsync(one.Id), StringComparison.Ordinal);
        Assert.Equal((2, 12), (till.MostAtOnce, till.Charged));
        return true;
    });

    [Fact]
    public void A_workflow_makes_no_more_calls_at_once_than_its_limit_says_and_another_does_not_wait_for_it() => VirtualTime.Run(async time =>
    {
        var till = new Till(time);
        var world = till.World(tx => tx.LimitWorkflow("pay", 1));
        var began = time.GetUtcNow();
        var paying = await StartAsync(world, "pay", 5);
        var tips = await StartAsync(world, "tip", 5);
        foreach (var tip in tips)
            await world.EndAsync(tip.Id);
        Assert.InRange((time.GetUtcNow() - began).TotalSeconds, 1, 4);
        foreach (var one in paying)
            Assert.EndsWith("completed", await world.EndAsync(one.Id), StringComparison.Ordinal);
        Assert.InRange(till.MostAtOnce, 2, 6);
        return true;
    });

    [Fact]
    public void What_waits_for_its_turn_can_be_seen_with_since_when() => VirtualTime.Run(async time =>
    {
        var till = new Till(time) { Takes = TimeSpan.FromSeconds(20) };
        var world = till.World(tx => tx.LimitParticipant("till", 1).LimitWorkflow("pay", 10));
        var limits = world.Get<ConcurrencyLimits>();
        var first = await StartAsync(world, "pay", 1);
        await Task.Delay(Second, time);
        var second = await StartAsync(world, "pay", 1);
        await Task.Delay(Second, time);

        var seen = await limits.ListAsync();
        Assert.Equal([(LimitOf.Participant, "till", 1), (LimitOf.Workflow, "pay", 10)], seen.Select(limit => (limit.Of, limit.Name, limit.AtOnce)));
        Assert.Equal($"{first[0].Id}/charge/action", Assert.Single(seen[0].UnderWay).Call);
        var waits = Assert.Single(seen[0].Waiting);
        Assert.Equal(($"{second[0].Id}/charge/action", true), (waits.Call, time.GetUtcNow() - waits.Since <= Second));
        // What waits for one turn keeps no other.
        Assert.Equal($"{first[0].Id}/charge/action", Assert.Single(seen[1].UnderWay).Call);

        await world.EndAsync(second[0].Id);
        Assert.All(await limits.ListAsync(), limit => Assert.Empty(limit.UnderWay.Concat(limit.Waiting)));
        return true;
    });

    [Fact]
    public void Undos_wait_for_no_turn() => VirtualTime.Run(async time =>
    {
        var till = new Till(time) { Takes = TimeSpan.FromSeconds(1), PrinterRefuses = true };
        var world = till.World(tx => tx.LimitParticipant("till", 1));
        var refused = (await StartAsync(world, "pay", 1))[0];
        till.WhenPrinting = async () =>
        {
            // From here on the only turn is another's, for longer than anybody waits.
            till.Takes = TimeSpan.FromMinutes(10);
            await StartAsync(world, "tip", 1);
            await Task.Delay(Second, time);
        };
        var began = time.GetUtcNow();
        Assert.Equal(
            """
            started            pay
            step_done          charge
            step_refused       print: no_paper
            decided            compensating: no_paper
            step_compensated   charge
            compensated
            """, await world.EndAsync(refused.Id));
        Assert.InRange((time.GetUtcNow() - began).TotalSeconds, 1, 10);
        Assert.Equal(1, till.MostAtOnce);
        return true;
    });

    [Fact]
    public void A_call_whose_deadline_passes_while_it_waits_is_turned_back_and_was_never_made() => VirtualTime.Run(async time =>
    {
        var till = new Till(time) { Takes = TimeSpan.FromMinutes(2) };
        var world = till.World(tx => tx.LimitParticipant("till", 1));
        await StartAsync(world, "pay", 1);
        await Task.Delay(Second, time);
        var late = (await StartAsync(world, "tip", 1))[0];
        Assert.Equal(
            """
            started            tip
            step_unknown       charge: the deadline has passed
            decided            compensating: deadline_passed
            step_compensated   charge
            compensated
            """, await world.EndAsync(late.Id));
        Assert.Equal(1, till.MostAtOnce);
        return true;
    });

    [Theory]
    [InlineData("", 1, "1 to 64 letters")]
    [InlineData("a b", 1, "1 to 64 letters")]
    [InlineData("till", 0, "1 to 1000 calls")]
    [InlineData("till", 1001, "1 to 1000 calls")]
    public void A_limit_of_nothing_or_of_no_name_is_refused(string name, int atOnce, string says) => VirtualTime.Run(time =>
    {
        var wrong = Assert.Throws<ArgumentException>(() => new Till(time).World(tx => tx.LimitWorkflow(name, atOnce)));
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        return Task.FromResult(true);
    });

    private static async Task<List<StartedTransaction>> StartAsync(World world, string workflow, int count)
    {
        var started = new List<StartedTransaction>();
        for (var i = 0; i < count; i++)
            started.Add(await world.StartAsync(workflow));
        return started;
    }

    private sealed record Purchase(string Item);

    /// <summary>A participant that takes a second, and counts who is with it.</summary>
    private sealed class Till(VirtualTime time)
    {
        private static readonly CallPolicy Once = new() { Attempts = 1, TimeoutMs = 600_000, FirstDelayMs = 1_000, MaxDelayMs = 1_000 };
        private int _inside;

        public TimeSpan Takes { get; set; } = Second;

        public bool PrinterRefuses { get; init; }

        public Func<Task> WhenPrinting { get; set; } = () => Task.CompletedTask;

        public int MostAtOnce { get; private set; }

        public int Charged { get; private set; }

        public DateTimeOffset LastLeft { get; private set; }

        public World World(Action<ServerlessTxBuilder> limit, IPartitionStore? store = null) => new(time, store: store, build: tx => limit(tx
            .AddWorkflow(Saga.For<Purchase>("pay", 1, Once, TimeSpan.FromHours(1))
                .Step("till", "charge", _ => ChargeAsync(), undo: "refund", (_, _) => Task.FromResult(Conclusion.Done()))
                .Step("printer", "print", _ => PrintAsync()))
            .AddWorkflow(Saga.For<Purchase>("tip", 1, Once, TimeSpan.FromMinutes(1))
                .Step("till", "charge", _ => ChargeAsync(), undo: "refund", (_, _) => Task.FromResult(Conclusion.Done())))));

        private async Task<StepAnswer<string>> ChargeAsync()
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_inside);
            await Task.Delay(Takes, time);
            (_inside, Charged, LastLeft) = (_inside - 1, Charged + 1, time.GetUtcNow());
            return "charged";
        }

        private async Task<StepAnswer<string>> PrintAsync()
        {
            await WhenPrinting();
            return PrinterRefuses ? Refusal.Because("no_paper") : "printed";
        }
    }
}
