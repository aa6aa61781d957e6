namespace ServerlessTx.Functions.Tests;

/// <summary>The double itself: an orchestrator that breaks the rules of replay is found out.</summary>
public sealed class WhatTheHubNotices
{
    private static readonly IReadOnlyList<HistoryEvent> Start = [new HistoryEvent.TurnStarted(default), new HistoryEvent.ExecutionStarted(null)];

    [Fact]
    public void An_await_of_something_else_is_noticed_at_once_when_nothing_else_is_awaited() => VirtualTime.Run(async time =>
    {
        var context = new ReplayContext("id", Start, 0);
        var running = context.Run(async _ =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            return "";
        });
        Assert.False(running.IsCompleted || context.IsWaiting);
        await Task.Delay(TimeSpan.FromSeconds(2), time);
        Assert.True(context.Thread.WasCalledFromOutside);
        return true;
    });

    [Fact]
    public void An_await_of_something_else_beside_a_timer_is_noticed_in_the_end() => VirtualTime.Run(async time =>
    {
        var context = new ReplayContext("id", Start, 0);
        _ = context.Run(async orchestration =>
        {
            await Task.WhenAny(orchestration.CreateTimer(orchestration.CurrentUtcDateTime.AddHours(1), CancellationToken.None), Task.Delay(TimeSpan.FromSeconds(1), time));
            return "";
        });
        Assert.True(context.IsWaiting);
        await Task.Delay(TimeSpan.FromSeconds(2), time);
        Assert.True(context.Thread.WasCalledFromOutside);
        return true;
    });

    [Fact]
    public async Task A_replay_that_asks_for_something_else_is_refused()
    {
        var history = new List<HistoryEvent>(Start) { new HistoryEvent.TaskScheduled(0, "Step", "1") };
        var context = new ReplayContext("id", history, history.Count);
        await Assert.ThrowsAsync<InvalidOperationException>(() => context.Run(async orchestration => await orchestration.CallActivityAsync<string>("Step", 2)));
    }

    [Fact]
    public async Task An_answer_finds_its_task_by_the_number_alone()
    {
        var history = new List<HistoryEvent>(Start) { new HistoryEvent.TaskScheduled(0, "Step", "1"), new HistoryEvent.TaskCompleted(0, "\"of another\"") };
        Assert.Equal("of another", await new ReplayContext("id", history, 0).Run(async orchestration => await orchestration.CallActivityAsync<string>("Step", 1)));
    }
}
