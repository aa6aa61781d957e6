namespace ServerlessTx.Functions.Tests;

/// <summary>
/// Activities late, twice, failed though they had run, answered by another's answer or by a timer, turns lost and run again: the evidence
/// is the same, character for character, and each effect was made once.
/// </summary>
public sealed class UnderFaults
{
    private const int Seeds = 40;

    public static TheoryData<string> Names => [.. Scenario.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_goes_wrong_between_hub_and_workers_the_transcript_is_the_same(string name)
    {
        var scenario = Scenario.All[name];
        var undisturbed = scenario.Undisturbed;
        var happened = new Dictionary<string, int>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var (transcript, made, faults) = WorldHub.Run(seed, scenario.Define, async world =>
            {
                scenario.Arrange(world.Orders);
                var started = await world.StartAsync(scenario.WorkflowName);
                return (await world.EndAsync(started.Id), world.Orders.Made, world.Hub().Faults.Happened);
            });
            Assert.True(undisturbed == transcript, $"seed {seed}:\n{transcript}\ninstead of\n{undisturbed}");
            Assert.All(made.Values, times => Assert.Equal(1, times));
            foreach (var (kind, times) in faults)
                happened[kind] = happened.GetValueOrDefault(kind) + times;
        }

        Assert.Equal(
            ["answered for another", "ended by a timer", "fails afterwards", "fails before", "late", "turn lost", "twice", "woken"],
            happened.Keys.Order(StringComparer.Ordinal));
    }
}
