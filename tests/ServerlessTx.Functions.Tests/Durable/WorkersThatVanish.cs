namespace ServerlessTx.Functions.Tests;

public sealed class WorkersThatVanish
{
    public static TheoryData<string> Names => [.. Scenario.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Wherever_a_worker_vanishes_the_next_ends_it_and_makes_each_effect_once(string name)
    {
        var points = Run(name, int.MaxValue);
        Assert.InRange(points, 8, 200);
        for (var at = 1; at <= points; at++)
            Run(name, at);
    }

    /// <returns>The points that an undisturbed run comes by.</returns>
    private static int Run(string name, int at)
    {
        var scenario = Scenario.All[name];
        var crash = new OneCrash(new MemoryPartitionStore());
        return WorldHub.Run(null, scenario.Define, async world =>
        {
            scenario.Arrange(world.Orders);
            var started = await world.StartAsync(scenario.WorkflowName);
            crash.Arm(at);
            // Looking at the hub is no point at which a worker could vanish.
            await world.HubEndAsync(started.Id);
            var points = crash.Points;
            var transcript = await world.TranscriptAsync(started.Id);
            Assert.True(Ends(transcript), $"{name}, vanished at {at}:\n{transcript}");
            Assert.All(world.Orders.Made.Values, times => Assert.Equal(1, times));
            return points;
        }, crash);
    }

    private static bool Ends(string transcript) => transcript.Split('\n')[^1] is
        "completed" or "compensated" or "committed" or "aborted" or "confirmed" or "cancelled";
}
