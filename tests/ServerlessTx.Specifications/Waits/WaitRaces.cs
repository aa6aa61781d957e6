using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>Signals, deadlines and drivers at once: the first record stands, no deadline is armed twice, and no signal is lost between two drivers.</summary>
public sealed class WaitRaces
{
    [Fact]
    public void A_repeated_signal_is_answered_like_the_first_and_another_one_is_refused() => VirtualTime.Run(async time =>
    {
        var world = new World(time, WaitShapes.Approval);
        var started = await world.StartAsync("approval");
        var signal = new Signal("approved", "ann") { Id = "letter_1", Result = JsonElement.Parse("""{"a":1,"b":[2]}""") };

        Assert.Equal(new SignalResult.Recorded(IsReplay: false), await world.Client.SignalAsync(started.Id, signal));
        Assert.Equal(new SignalResult.Recorded(IsReplay: true), await world.Client.SignalAsync(started.Id, signal with { Result = JsonElement.Parse("""{ "b": [2.0], "a": 1 }""") }));
        Assert.Equal(new SignalResult.AlreadyAnswered("ann", HasSameId: true), await world.Client.SignalAsync(started.Id, signal with { Result = JsonElement.Parse("2") }));
        Assert.Equal(new SignalResult.AlreadyAnswered("ann", HasSameId: false), await world.Client.SignalAsync(started.Id, signal with { Id = "letter_2" }));

        await world.EndAsync(started.Id);
        Assert.Equal(new SignalResult.Recorded(IsReplay: true), await world.Client.SignalAsync(started.Id, signal));
        return true;
    });

    [Fact]
    public void Nobody_answers_what_is_not_asked_or_not_asked_any_more() => VirtualTime.Run(async time =>
    {
        var world = new World(time, WaitShapes.Approval);
        var started = await world.StartAsync("approval");

        Assert.Equal(["approved"], Assert.IsType<SignalResult.Unknown>(await world.Client.SignalAsync(started.Id, new Signal("paid", "ann"))).Known);
        var nobodys = TransactionId.Parse(TransactionId.Example);
        Assert.IsType<SignalResult.NotFound>(await world.Client.SignalAsync(nobodys, new Signal("approved", "ann")));
        await Assert.ThrowsAsync<InvalidInputException>(() => world.Client.SignalAsync(started.Id, new Signal("approved", "ann") { Result = JsonElement.Parse("1"), Rejected = "no" }));
        await Assert.ThrowsAsync<InvalidInputException>(() => world.Client.SignalAsync(started.Id, new Signal("approved", "ann") { Result = JsonElement.Parse($"\"{new string('x', 9_000)}\"") }));

        await world.Client.CancelAsync(started.Id, "changed_my_mind", "ann");
        Assert.Equal(new SignalResult.TooLate("It is decided, and no step of it waits any more."), await world.Client.SignalAsync(started.Id, new Signal("approved", "ann")));
        await world.EndAsync(started.Id);
        Assert.Equal(new SignalResult.TooLate("It has ended: compensated."), await world.Client.SignalAsync(started.Id, new Signal("approved", "ann")));
        return true;
    });

    [Fact]
    public void A_deadline_that_passed_while_no_host_ran_is_the_one_that_was_recorded() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var first = new World(time, WaitShapes.Ride, store: store);
        var started = await first.StartAsync("ride");
        await Task.Delay(TimeSpan.FromSeconds(30), time);
        await first.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(20), time);

        var second = new World(time, WaitShapes.Ride, store: store);
        Assert.Equal(1, await second.Recovery.RunAsync(everything: true, default));
        await Task.Delay(TimeSpan.FromSeconds(15), time);

        Assert.Equal(
            """
            started            ride
            step_done          offer_ride
            wait_began         await_driver 1
            taken_over         host_b
            wait_decided       await_driver 1: expired
            step_done          offer_next_2
            wait_began         await_driver 2
            """, await second.TranscriptAsync(started.Id));
        var records = (await second.Transactions.LoadAsync(started.Id, default)).Records.Select(recorded => recorded.Record).ToList();
        Assert.Equal(started.Id.StartedAt.AddMinutes(1), records.OfType<WaitDecided>().Single().At);
        Assert.Equal(started.Id.StartedAt.AddMinutes(2), records.OfType<WaitBegan>().Last().Deadline);
        await second.Client.SignalAsync(started.Id, new Signal("driver_accepted", "ann"));
        Assert.EndsWith("completed", await second.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void A_signal_to_a_host_that_does_not_drive_is_heard_soon() => VirtualTime.Run(async time =>
    {
        var (first, second) = TwoWorlds(time);
        var started = await first.StartAsync("approval");
        await Task.Delay(TimeSpan.FromHours(1), time);

        await second.Client.SignalAsync(started.Id, new Signal("approved", "ann"));
        // What its interval does.
        await first.Recovery.RunAsync(everything: false, default);

        var state = await second.Client.WaitAsync(started.Id, TimeSpan.FromSeconds(5));
        Assert.Equal(TransactionStatus.Completed, state!.Status);
        return true;
    });

    [Fact]
    public void A_signal_while_no_host_runs_is_heard_by_the_next() => VirtualTime.Run(async time =>
    {
        var (first, second) = TwoWorlds(time);
        var started = await first.StartAsync("approval");
        await Task.Delay(TimeSpan.FromHours(1), time);
        await first.StopAsync();

        await second.Client.SignalAsync(started.Id, new Signal("approved", "ann"));
        Assert.Equal(1, await second.Recovery.RunAsync(everything: false, default));
        Assert.EndsWith("completed", await second.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    /// <summary>The explorer found it: who takes over moves the due moment on, and must not move it over what was said meanwhile.</summary>
    [Fact]
    public void A_signal_while_another_driver_takes_over_is_heard_soon() => VirtualTime.Run(async time =>
    {
        var (first, signaller) = TwoWorlds(time);
        var started = await first.StartAsync("approval");
        await Task.Delay(TimeSpan.FromHours(1), time);
        await first.StopAsync();
        var store = new HookedStore(first.Store);
        var second = new World(time, WaitShapes.Approval, store: store, orders: first.Orders);
        store.AfterCommit = async () =>
        {
            store.AfterCommit = () => Task.CompletedTask;
            await signaller.Client.SignalAsync(started.Id, new Signal("approved", "ann"));
        };

        Assert.Equal(1, await second.Recovery.RunAsync(everything: true, default));
        await Task.Delay(TimeSpan.FromSeconds(5), time);
        await signaller.Recovery.RunAsync(everything: false, default);
        Assert.EndsWith("completed", await signaller.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.True(time.GetUtcNow() - started.Id.StartedAt < TimeSpan.FromHours(2));
        return true;
    });

    [Fact]
    public void A_signal_whose_host_vanishes_before_its_driver_looked_is_heard_a_grace_later() => VirtualTime.Run(async time =>
    {
        var store = new HookedStore(new MemoryPartitionStore());
        var first = new World(time, WaitShapes.Approval, store: store);
        var started = await first.StartAsync("approval");
        await Task.Delay(TimeSpan.FromHours(1), time);
        store.AfterCommit = async () =>
        {
            store.AfterCommit = () => Task.CompletedTask;
            await first.StopAsync();
        };
        await first.Client.SignalAsync(started.Id, new Signal("approved", "ann"));

        await Task.Delay(TimeSpan.FromMinutes(3), time);
        var second = new World(time, WaitShapes.Approval, store: store, orders: first.Orders);
        Assert.Equal(1, await second.Recovery.RunAsync(everything: false, default));
        Assert.EndsWith("completed", await second.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    /// <summary>The simulation found it: who woke a fraction of a millisecond too early looked again and again until its moment.</summary>
    [Fact]
    public void Who_waits_for_a_moment_does_not_wake_before_it() => VirtualTime.Run(async time =>
    {
        var (began, wait) = (time.GetUtcNow(), TimeSpan.FromMilliseconds(0.4));
        await new WakeUp().WaitAsync(wait, time, default);
        Assert.True(time.GetUtcNow() - began >= wait);
        return true;
    });

    [Fact]
    public void While_it_waits_nobody_takes_it_over() => VirtualTime.Run(async time =>
    {
        var (first, second) = TwoWorlds(time);
        var started = await first.StartAsync("approval");
        for (var hour = 0; hour < 47; hour++)
        {
            await Task.Delay(TimeSpan.FromHours(1), time);
            Assert.Equal(0, await second.Recovery.RunAsync(everything: false, default));
        }

        await Task.Delay(TimeSpan.FromHours(2), time);
        Assert.EndsWith("compensated", await first.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void At_every_moment_a_signal_a_cancel_and_the_deadline_leave_one_winner_and_no_half_effect()
    {
        for (var second = 50; second <= 70; second++)
        {
            var at = TimeSpan.FromSeconds(second);
            var (transcript, effects) = VirtualTime.Run(async time =>
            {
                var world = new World(time, WaitShapes.Ride);
                world.Orders.On("offer_next_2", new Behaviour.ComesLate(TimeSpan.FromSeconds(3)));
                var started = await world.StartAsync("ride");
                await Task.Delay(at, time);
                var signalled = world.Client.SignalAsync(started.Id, new Signal("driver_accepted", "ann"));
                if (second % 2 == 0)
                    await world.Client.CancelAsync(started.Id, "changed_my_mind", "ann");
                await signalled;
                return (await world.EndAsync(started.Id), world.Orders.Effects);
            });

            var completed = transcript.EndsWith("completed", StringComparison.Ordinal);
            Assert.True(completed || (second % 2 == 0 && transcript.EndsWith("compensated", StringComparison.Ordinal)), $"at {second} s:\n{transcript}");
            Assert.Equal(completed, effects.Contains("charge"));
            Assert.True(completed || effects.Count == 0, transcript);
        }
    }

    private static (World First, World Second) TwoWorlds(VirtualTime time)
    {
        var orders = new OrderServices(time);
        var first = new World(time, WaitShapes.Approval, orders: orders);
        return (first, new World(time, WaitShapes.Approval, store: first.Store, orders: orders));
    }
}
