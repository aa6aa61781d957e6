using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>Somebody waits: the transaction runs where the request is, and goes to an orchestration when it cannot stay.</summary>
public sealed class FastPathSpecifications
{
    [Fact]
    public void What_ends_in_time_never_meets_the_hub() => Run(_ => { }, async (world, id) =>
    {
        Assert.EndsWith("completed", await world.EndAsync(id), StringComparison.Ordinal);
        Assert.Empty(world.Hub().Instances);
        return true;
    });

    [Fact]
    public void What_takes_longer_is_handed_over_and_the_call_that_is_out_is_the_barriers() => Run(
        world => world.Orders.On("charge_payment", new Behaviour.ComesLate(TimeSpan.FromSeconds(20)), Behaviour.Answers),
        async (world, id) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(9), world.Time);
            Assert.Empty(world.Hub().Instances);
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            Assert.Single(world.Hub().Instances);
            Assert.Equal(
                """
                started            order_fulfillment
                step_done          create_order
                step_done          charge_payment
                step_done          reserve_inventory
                decided            going_forward
                step_done          ship_order
                step_done          send_confirmation
                completed
                """, await world.EndAsync(id));
            await Task.Delay(TimeSpan.FromHours(1), world.Time);
            Assert.All(world.Orders.Made.Values, times => Assert.Equal(1, times));
            return true;
        });

    [Fact]
    public void What_has_to_wait_before_it_asks_again_does_not_wait_in_the_request() => Run(
        world => world.Orders.On("charge_payment", new Behaviour.Fails(), Behaviour.Answers),
        async (world, id) =>
        {
            Assert.Contains("unanswered         charge_payment/action 1", await world.EndAsync(id), StringComparison.Ordinal);
            Assert.Single(world.Hub().Instances);
            return true;
        });

    [Fact]
    public void Of_a_parallel_group_the_answers_that_came_are_flushed_before_the_hand_over() => Run(
        world => world.Orders.On("b", new Behaviour.ComesLate(TimeSpan.FromSeconds(20)), Behaviour.Answers),
        async (world, id) =>
        {
            world.Hub().Stop();
            await Task.Delay(TimeSpan.FromSeconds(11), world.Time);
            Assert.Equal(
                """
                started            parallel
                step_done          check
                step_done          a
                """, await world.TranscriptAsync(id));
            return true;
        }, SagaShapes.Parallel);

    [Fact]
    public void A_hub_that_cannot_be_reached_leaves_it_to_recovery_which_finds_it_at_once() => Run(
        world =>
        {
            world.Hub().IsUnreachable = true;
            world.Orders.On("charge_payment", new Behaviour.Fails(), Behaviour.Answers);
        },
        async (world, id) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            world.Hub().IsUnreachable = false;
            Assert.Equal(1, await world.Recovery.RunAsync(everything: false, default));
            Assert.EndsWith("completed", await world.EndAsync(id), StringComparison.Ordinal);
            return true;
        });

    [Fact]
    public void Wherever_the_process_vanishes_that_served_the_request_an_orchestration_ends_it_or_nothing_has_begun()
    {
        var begun = 0;
        var points = Vanishing(int.MaxValue, ref begun);
        Assert.InRange(points, 20, 60);
        for (var at = 1; at <= points; at++)
            Vanishing(at, ref begun);
        Assert.InRange(begun, points - 8, points);
    }

    /// <returns>The points that the process came by.</returns>
    private static int Vanishing(int at, ref int begun)
    {
        var fate = new Specifications.Fate(at);
        var transcript = VirtualTime.Run(async time =>
        {
            var (rows, orders) = (new MemoryPartitionStore(), new OrderServices(time) { Caller = fate });
            // The call that has to wait hands over, so that the way to the hub is among what vanishes.
            orders.On("ship_order", new Behaviour.Fails(), Behaviour.Answers);
            var first = new World(time, store: new MortalStore(rows, fate), orders: orders);
            _ = StartAsync(first, OrderServices.NameOf(null, orders));
            await Task.Delay(TimeSpan.FromSeconds(20), time);
            first.Hub().Stop();

            orders.Caller = Specifications.Fate.Immortal;
            var second = new World(time, store: rows, orders: orders);
            await Task.Delay(TimeSpan.FromMinutes(2), time);
            await second.Recovery.RunAsync(everything: false, default);
            if ((await second.Client.ListAsync(new TransactionQuery())).Transactions is not [var only])
                return orders.Calls.Count == 0 ? null : "called, and nothing has begun";
            var transcript = await second.EndAsync(TransactionId.Parse(only.TransactionId));
            Assert.All(orders.Made.Values, times => Assert.Equal(1, times));
            return transcript;
        });
        if (transcript is null)
            return fate.Points;
        begun++;
        Assert.True(transcript.EndsWith("completed", StringComparison.Ordinal), $"vanished at {at}:\n{transcript}");
        return fate.Points;
    }

    private static void Run(Action<World> arrange, Func<World, TransactionId, Task<bool>> body, Func<OrderServices, Workflow>? define = null) =>
        VirtualTime.Run(async time =>
        {
            var world = new World(time, define);
            arrange(world);
            return await body(world, (await StartAsync(world, OrderServices.NameOf(define, world.Orders))).Id);
        });

    private static Task<StartedTransaction> StartAsync(World world, string workflow)
    {
        var drivers = ActivatorUtilities.CreateInstance<DurableDrivers>(world.Services, TestSettings.Standard with { FastPath = true });
        var starter = ActivatorUtilities.CreateInstance<TransactionStarter>(world.Services, drivers);
        return starter.StartAsync(new StartRequest(workflow, JsonElement.Parse("""{"item":"book"}""")) { Wait = TimeSpan.FromSeconds(10) }, default);
    }
}
