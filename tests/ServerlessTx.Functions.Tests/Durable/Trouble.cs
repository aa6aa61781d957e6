using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

public sealed class Trouble
{
    public static TheoryData<string> Names => [.. Scenario.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_store_that_is_away_for_a_while_is_no_attempt_and_no_refusal(string name)
    {
        var scenario = Scenario.All[name];
        var undisturbed = scenario.Undisturbed;
        for (var after = 0; after < 12; after++)
        {
            var store = new StoreWithOutage(new MemoryPartitionStore());
            var transcript = WorldHub.Run(null, scenario.Define, async world =>
            {
                scenario.Arrange(world.Orders);
                var started = await world.StartAsync(scenario.WorkflowName);
                store.GoAway(after, world.Time, TimeSpan.FromSeconds(20));
                await world.HubEndAsync(started.Id);
                store.ComeBack();
                return await world.TranscriptAsync(started.Id);
            }, store);
            Assert.True(undisturbed == transcript, $"after {after} operations:\n{transcript}\ninstead of\n{undisturbed}");
        }
    }

    [Fact]
    public void An_activity_that_fails_each_time_counts_as_unanswered() => WorldHub.Run(null, null, async world =>
    {
        // Its worker fails in reading the evidence, in a way that no store should.
        var store = new StoreWithOutage(new MemoryPartitionStore());
        var other = new World(world.Time, store: store);
        var started = await other.StartAsync();
        store.Break(3);
        await other.HubEndAsync(started.Id);
        var transcript = await other.TranscriptAsync(started.Id);

        Assert.Contains("unanswered         create_order/action 1: the activity failed: the store is broken", transcript, StringComparison.Ordinal);
        Assert.EndsWith("completed", transcript, StringComparison.Ordinal);
        return true;
    });
}
