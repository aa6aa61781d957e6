namespace ServerlessTx.Specifications;

/// <summary>Parents, children and others at once: whoever is first by record decides, and the end of a child is told by whoever finds it owing.</summary>
public sealed class ChildRaces
{
    [Fact]
    public void At_whichever_moment_a_parent_is_cancelled_nothing_of_its_child_is_left_that_was_not_told_for_ever()
    {
        for (var second = 1; second <= 31; second += 2)
        {
            var at = TimeSpan.FromSeconds(second);
            var (transcript, child, effects) = VirtualTime.Run(async time =>
            {
                var world = Family.World(time);
                foreach (var step in new[] { "take_order", "pick", "hand_over", "bill" })
                    world.Orders.On(step, new Behaviour.ComesLate(TimeSpan.FromSeconds(7)));
                var started = await world.StartAsync("order");
                await Task.Delay(at, time);
                await world.Client.CancelAsync(started.Id, "changed_my_mind", "ann");
                var parent = await world.EndAsync(started.Id);
                var id = Family.ChildOf(started.Id);
                return (parent, await world.Client.GetAsync(id) is null ? "" : await world.EndAsync(id), world.Orders.Effects);
            });

            if (transcript.EndsWith("completed", StringComparison.Ordinal))
                Assert.Equal(["announce", "bill", "hand_over", "pick", "take_order"], effects.Order());
            else
                Assert.Equal(child.EndsWith("completed", StringComparison.Ordinal) ? ["announce"] : [], effects);
        }
    }

    [Fact]
    public void An_end_that_was_not_told_is_told_by_recovery() => VirtualTime.Run(async time =>
    {
        var rows = new MemoryPartitionStore();
        var store = new HookedStore(rows);
        var world = Family.World(time, store);
        world.Orders.On("pick", new Behaviour.ComesLate(TimeSpan.FromSeconds(10)));
        var started = await world.StartAsync("order");
        var child = Family.ChildOf(started.Id);
        // The process vanishes between the end of the child and the news of it.
        store.AfterCommit = async () =>
        {
            if ((await rows.ReadAsync("00", RowQuery.Single(TransactionRows.Owing(child)))).Rows.Count == 0)
                return;
            _ = world.StopAsync();
            await new TaskCompletionSource().Task;
        };
        await Task.Delay(TimeSpan.FromMinutes(1), time);

        Assert.Equal(TransactionStatus.Completed, (await world.Client.GetAsync(child))!.Status);
        Assert.Equal("ship_ended", Assert.Single((await world.Client.GetAsync(started.Id))!.Waiting!).Step);
        Assert.Single((await rows.ReadAsync("00", RowQuery.Single(TransactionRows.Owing(child)))).Rows);

        var next = Family.World(time, rows, world.Orders);
        Assert.Equal(1, await next.Recovery.RunAsync(everything: true, default));
        Assert.EndsWith("completed", await next.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.Equal(0, await next.Recovery.RunAsync(everything: true, default));
        Assert.Empty((await rows.ReadAsync("00", RowQuery.Prefix(RowKinds.Open))).Rows);
        return true;
    });

    [Fact]
    public void A_host_that_drives_the_child_alone_has_the_parent_go_on_elsewhere() => VirtualTime.Run(async time =>
    {
        var first = Family.World(time);
        first.Orders.On("pick", new Behaviour.Hangs(TimeSpan.FromHours(1)), Behaviour.Answers);
        var started = await first.StartAsync("order");
        await Task.Delay(TimeSpan.FromSeconds(5), time);
        await first.StopAsync();

        var second = Family.World(time, first.Store, first.Orders);
        Assert.Equal(2, await second.Recovery.RunAsync(everything: true, default));
        Assert.EndsWith("completed", await second.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.All(first.Orders.Made.Values, times => Assert.Equal(1, times));
        return true;
    });

    [Fact]
    public void Nobody_but_the_child_says_how_it_ended() => VirtualTime.Run(async time =>
    {
        var world = Family.World(time);
        world.Orders.On("pick", new Behaviour.ComesLate(TimeSpan.FromSeconds(10)));
        var started = await world.StartAsync("order");
        await Task.Delay(TimeSpan.FromSeconds(1), time);

        var said = await world.Client.SignalAsync(started.Id, new Signal("ship_ended", "mallory"));

        Assert.Empty(Assert.IsType<SignalResult.Unknown>(said).Known);
        Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void Parent_and_child_show_each_other_and_are_listed_side_by_side() => VirtualTime.Run(async time =>
    {
        var world = Family.World(time);
        var started = await world.StartAsync("order");
        await world.EndAsync(started.Id);
        var (parent, child) = ((await world.Client.GetAsync(started.Id))!, (await world.Client.GetAsync(Family.ChildOf(started.Id)))!);

        Assert.Equal(new ParentCall(started.Id.ToString(), "ship", "ship_ended"), child.Parent);
        Assert.Equal([new ChildState("ship", "shipment", child.TransactionId, TransactionStatus.Completed, child.Head)], parent.Children);
        Assert.Equal("hand_over", parent.Result["ship_ended"].GetProperty("hand_over").GetProperty("of").GetString());
        Assert.Equal((null, null), (parent.Parent, child.Children));
        Assert.Equal(2, (await world.Client.ListAsync(new TransactionQuery { From = parent.StartedAt, To = parent.StartedAt.AddMilliseconds(1) })).Transactions.Count);
        return true;
    });

    [Fact]
    public void A_child_that_ended_otherwise_than_decided_is_said_by_its_parent() => VirtualTime.Run(async time =>
    {
        var world = Family.World(time);
        world.Orders.On("announce", new Behaviour.EndsOtherwise("the letter was lost"));
        var started = await world.StartAsync("order");
        await world.EndAsync(started.Id);

        var parent = (await world.Client.GetAsync(started.Id))!;
        Assert.Equal((TransactionStatus.Completed, true, "violated"), (parent.Status, parent.Heuristic, parent.Guarantees.Achieved.Atomicity));
        return true;
    });
}
