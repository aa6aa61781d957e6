using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

public sealed class Generations
{
    private const int LongestHistory = 400;

    [Fact]
    public void A_transaction_that_is_stuck_for_a_week_keeps_a_short_history_and_then_ends() => WorldHub.Run(null, null, async world =>
    {
        world.Orders.On("send_confirmation", new Behaviour.Fails());
        var started = await world.StartAsync();
        await Task.Delay(TimeSpan.FromDays(7), world.Time);
        Assert.Equal(TransactionStatus.Stuck, (await world.Client.GetAsync(started.Id))!.Status);

        world.Orders.On("send_confirmation", Behaviour.Answers);
        var transcript = await world.EndAsync(started.Id);

        Assert.EndsWith("stuck              send_confirmation/retriable\nstep_done          send_confirmation\ncompleted", transcript, StringComparison.Ordinal);
        Assert.InRange(world.Hub().LongestHistory, 100, LongestHistory);
        Assert.InRange(world.Hub().Find(started.Id.ToString())!.Execution, 100, 1_000);
        return true;
    });

    [Fact]
    public void A_saga_of_sixty_four_steps_keeps_a_short_history() => WorldHub.Run(null, Wide, async world =>
    {
        var started = await world.StartAsync("wide");
        var transcript = await world.EndAsync(started.Id);

        Assert.Equal(64, transcript.Split('\n').Count(line => line.StartsWith("step_done", StringComparison.Ordinal)));
        Assert.EndsWith("completed", transcript, StringComparison.Ordinal);
        Assert.InRange(world.Hub().LongestHistory, 100, LongestHistory);
        Assert.Equal(1, world.Hub().Find(started.Id.ToString())!.Execution);
        return true;
    });

    [Fact]
    public void Wake_ups_without_number_do_not_make_the_history_long() => WorldHub.Run(null, null, async world =>
    {
        world.Orders.On("send_confirmation", [.. Enumerable.Repeat(new Behaviour.Fails(), 12), Behaviour.Answers]);
        var started = await world.StartAsync();
        for (var i = 0; i < 2_000 && world.Hub().Find(started.Id.ToString()) is { IsOver: false }; i++)
        {
            await world.Client.WakeAsync(started.Id);
            await Task.Delay(TimeSpan.FromMilliseconds(50), world.Time);
        }

        Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.InRange(world.Hub().LongestHistory, 1, LongestHistory);
        return true;
    });

    private static Workflow Wide(OrderServices orders)
    {
        var saga = Saga.For<Order>("wide", 1);
        for (var i = 0; i < 64; i++)
            saga = saga.Step<Receipt>("service", $"step_{i}", orders.Do, undo: $"undo_{i}", orders.Undo);
        return saga;
    }
}
