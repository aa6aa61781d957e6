using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>Recovery starts and wakes orchestrations and drives nothing itself.</summary>
public sealed class RecoverySpecifications
{
    [Fact]
    public void A_transaction_whose_orchestration_was_never_started_is_taken_over_and_given_one() => WorldHub.Run(null, null, async world =>
    {
        world.Hub().IsUnreachable = true;
        var started = await world.StartAsync();
        world.Hub().IsUnreachable = false;
        Assert.Equal(0, await world.Recovery.RunAsync(everything: false, default));

        await Task.Delay(TimeSpan.FromMinutes(3), world.Time);
        Assert.Equal(1, await world.Recovery.RunAsync(everything: false, default));

        Assert.Equal(
            """
            started            order_fulfillment
            taken_over         host_b
            step_done          create_order
            step_done          charge_payment
            step_done          reserve_inventory
            decided            going_forward
            step_done          ship_order
            step_done          send_confirmation
            completed
            """, await world.EndAsync(started.Id));
        return true;
    });

    [Fact]
    public void A_running_orchestration_is_woken_and_nothing_is_appended() => WorldHub.Run(null, null, async world =>
    {
        world.Orders.On("ship_order", new Behaviour.Fails());
        var started = await world.StartAsync();
        await Task.Delay(TimeSpan.FromHours(1), world.Time);
        var (before, turns) = ((await world.Transactions.LoadAsync(started.Id, default)).Head, world.Hub().Turns);

        Assert.Equal(0, await world.Recovery.RunAsync(everything: true, default));
        await Task.Delay(TimeSpan.FromMilliseconds(1), world.Time);

        Assert.Equal(before, (await world.Transactions.LoadAsync(started.Id, default)).Head);
        Assert.True(world.Hub().Turns > turns);
        return true;
    });

    [Fact]
    public void A_suspended_orchestration_is_left_as_it_is() => WorldHub.Run(null, null, async world =>
    {
        world.Orders.On("ship_order", new Behaviour.Fails());
        var started = await world.StartAsync();
        await Task.Delay(TimeSpan.FromHours(1), world.Time);
        world.Hub().Find(started.Id.ToString())!.Status = OrchestrationRuntimeStatus.Suspended;
        var before = (await world.Transactions.LoadAsync(started.Id, default)).Head;

        Assert.Equal(0, await world.Recovery.RunAsync(everything: true, default));
        Assert.Equal(before, (await world.Transactions.LoadAsync(started.Id, default)).Head);
        return true;
    });

    [Fact]
    public void A_terminated_orchestration_is_not_the_end_of_its_transaction() => WorldHub.Run(null, null, async world =>
    {
        world.Orders.On("ship_order", new Behaviour.Fails());
        var started = await world.StartAsync();
        await Task.Delay(TimeSpan.FromHours(1), world.Time);
        world.Hub().Find(started.Id.ToString())!.Status = OrchestrationRuntimeStatus.Terminated;
        world.Orders.On("ship_order", Behaviour.Answers);

        Assert.Equal(1, await world.Recovery.RunAsync(everything: true, default));
        Assert.EndsWith("taken_over         host_b\nstep_done          ship_order\nstep_done          send_confirmation\ncompleted",
            await world.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void Two_recoveries_at_once_are_safe() => WorldHub.Run(null, null, async world =>
    {
        world.Hub().IsUnreachable = true;
        var started = await world.StartAsync();
        world.Hub().IsUnreachable = false;

        await Task.WhenAll(world.Recovery.RunAsync(everything: true, default), world.Recovery.RunAsync(everything: true, default));
        for (var round = 0; round < 10; round++)
        {
            await Task.Delay(TimeSpan.FromMinutes(2), world.Time);
            await world.Recovery.RunAsync(everything: false, default);
        }

        Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.All(world.Orders.Made.Values, times => Assert.Equal(1, times));
        return true;
    });

    [Fact]
    public void Finished_orchestrations_are_purged_when_their_time_is_over() => WorldHub.Run(null, null, async world =>
    {
        var client = new HubClient(world.Hub());
        await ActivatorUtilities.CreateInstance<FinishedInstances>(world.Services).PurgeAsync(client, default);

        Assert.Equal(world.Time.GetUtcNow() - TimeSpan.FromHours(24), client.Purged!.CreatedTo);
        Assert.DoesNotContain(OrchestrationRuntimeStatus.Running, client.Purged.Statuses!);
        return true;
    });

    [Fact]
    public void A_purge_that_has_no_end_is_given_up_and_is_the_next_rounds() => WorldHub.Run(null, null, async world =>
    {
        var client = new HubClient(world.Hub()) { Purging = EndlessAsync };
        var (purge, from) = (ActivatorUtilities.CreateInstance<FinishedInstances>(world.Services), world.Time.GetUtcNow());
        Assert.Equal(0, await purge.PurgeAsync(client, default));
        Assert.Equal(TimeSpan.FromSeconds(35), world.Time.GetUtcNow() - from);

        async Task<PurgeResult> EndlessAsync(CancellationToken cancellation)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, world.Time, cancellation);
            return new PurgeResult(0);
        }

        return true;
    });

    [Fact]
    public void A_transaction_whose_orchestration_cannot_be_asked_for_is_left_to_the_next_round_and_no_other_is() => WorldHub.Run(null, null, async world =>
    {
        world.Hub().IsUnreachable = true;
        var started = await world.StartAsync();
        await Task.Delay(TimeSpan.FromMinutes(3), world.Time);
        var before = (await world.Transactions.LoadAsync(started.Id, default)).Head;
        Assert.Equal(0, await world.Recovery.RunAsync(everything: false, default));
        Assert.Equal(before, (await world.Transactions.LoadAsync(started.Id, default)).Head);

        world.Hub().IsUnreachable = false;
        Assert.Equal(1, await world.Recovery.RunAsync(everything: false, default));
        Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });
}
