using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>A transaction that is to start later is there at once, calls nobody before its moment, and can be cancelled until then.</summary>
public sealed class ScheduledStarts
{
    [Fact]
    public void Nobody_is_called_before_the_moment_over_restarts_and_days() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var first = new World(time, store: store);
        var start = time.GetUtcNow().AddDays(10);
        var started = await StartAsync(first, start);
        await Task.Delay(TimeSpan.FromDays(4), time);
        Assert.Equal((start, start.AddMinutes(5)), await first.Client.GetAsync(started.Id) is { } waiting ? (waiting.StartsAt!.Value, waiting.Deadline) : default);
        await first.StopAsync();
        await Task.Delay(TimeSpan.FromDays(3), time);

        var second = new World(time, store: store, orders: first.Orders);
        Assert.Equal(1, await second.Recovery.RunAsync(everything: true, default));
        await Task.Delay(start - time.GetUtcNow() - TimeSpan.FromSeconds(1), time);
        Assert.Empty(first.Orders.Calls);

        Assert.Equal(
            """
            started            order_fulfillment
            taken_over         host_b
            opened
            step_done          create_order
            step_done          charge_payment
            step_done          reserve_inventory
            decided            going_forward
            step_done          ship_order
            step_done          send_confirmation
            completed
            """, await second.EndAsync(started.Id));
        Assert.InRange(time.GetUtcNow(), start, start.AddMinutes(1));
        return true;
    });

    [Fact]
    public void One_that_is_cancelled_before_calls_nobody_and_undoes_nothing() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var started = await StartAsync(world, time.GetUtcNow().AddDays(10));
        await Task.Delay(TimeSpan.FromDays(3), time);
        Assert.True((await world.Client.CancelAsync(started.Id, "changed_my_mind", "ann"))!.IsNew);
        Assert.Equal(
            """
            started            order_fulfillment
            decided            compensating: changed_my_mind (by ann)
            compensated
            """, await world.EndAsync(started.Id));
        Assert.Empty(world.Orders.Calls);
        return true;
    });

    [Fact]
    public void A_vote_is_scheduled_like_a_saga() => VirtualTime.Run(async time =>
    {
        var world = new World(time, Voter.Tcc);
        var started = await world.Client.StartAsync(new StartRequest("tcc", JsonElement.Parse("""{"item":"book"}""")) { StartAt = time.GetUtcNow().AddHours(30) });
        var transcript = await world.EndAsync(started.Id);
        Assert.StartsWith("started            tcc\nopened\nreserved", transcript, StringComparison.Ordinal);
        Assert.EndsWith("confirmed", transcript, StringComparison.Ordinal);
        return true;
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_vote_that_is_cancelled_before_tells_nobody(bool isTcc) => VirtualTime.Run(async time =>
    {
        var (pattern, no) = isTcc ? ("tcc", "cancel") : ("two_phase_commit", "abort");
        var world = new World(time, isTcc ? Voter.Tcc : Voter.TwoPhaseCommit);
        var started = await world.Client.StartAsync(new StartRequest(pattern, JsonElement.Parse("""{"item":"book"}""")) { StartAt = time.GetUtcNow().AddHours(30) });
        await world.Client.CancelAsync(started.Id, "changed_my_mind", "ann");
        Assert.Equal(
            $"""
            started            {pattern}
            decided            {no}: changed_my_mind (by ann)
            {(isTcc ? "cancelled" : "aborted")}
            """, await world.EndAsync(started.Id));
        return true;
    });

    [Fact]
    public void A_moment_that_is_past_or_too_far_begins_nothing_and_a_repeated_request_is_the_same_transaction() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        await Assert.ThrowsAsync<InvalidInputException>(() => StartAsync(world, time.GetUtcNow()));
        await Assert.ThrowsAsync<InvalidInputException>(() => StartAsync(world, time.GetUtcNow().AddDays(367), "order_1"));
        Assert.Empty((await world.Client.ListAsync(new TransactionQuery())).Transactions);

        var start = time.GetUtcNow().AddMinutes(1);
        var started = await StartAsync(world, start, "order_1");
        await world.EndAsync(started.Id);
        Assert.Equal(started with { IsReplay = true }, await StartAsync(world, start, "order_1"));
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => StartAsync(world, time.GetUtcNow().AddDays(1), "order_1"));
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => world.StartAsync(key: "order_1"));
        return true;
    });

    private static Task<StartedTransaction> StartAsync(World world, DateTimeOffset start, string? key = null) =>
        world.Client.StartAsync(new StartRequest("order_fulfillment", JsonElement.Parse("""{"item":"book"}""")) { StartAt = start, IdempotencyKey = key });
}
