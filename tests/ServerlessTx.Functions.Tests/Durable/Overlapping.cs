using Microsoft.DurableTask.Converters;

namespace ServerlessTx.Functions.Tests;

/// <summary>A hub may run one instance twice at once for a while. The evidence is one, and one of the two gives way.</summary>
public sealed class Overlapping
{
    public static TheoryData<string> Names => [.. Scenario.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_executions_of_one_instance_leave_one_evidence(string name)
    {
        var scenario = Scenario.All[name];
        var undisturbed = scenario.Undisturbed;
        for (var seed = 0; seed < 25; seed++)
        {
            var (transcript, made) = WorldHub.Run(seed, scenario.Define, async world =>
            {
                scenario.Arrange(world.Orders);
                var started = await world.StartAsync(scenario.WorkflowName);
                var id = started.Id.ToString();
                await Task.Delay(TimeSpan.FromMilliseconds(seed * 200), world.Time);
                world.Hub().Start("twin", id, world.Hub().Find(id)!.Orchestrator, JsonDataConverter.Default.Serialize(new Generation()));
                var transcript = await world.EndAsync(started.Id);
                await Task.Delay(TimeSpan.FromHours(1), world.Time);
                Assert.All(world.Hub().Instances, instance => Assert.True(instance.IsOver));
                return (transcript, world.Orders.Made);
            });
            Assert.True(Last(undisturbed) == Last(transcript), $"seed {seed}:\n{transcript}\ninstead of\n{undisturbed}");
            Assert.Equal(Calls(undisturbed), Calls(transcript));
            Assert.All(made.Values, times => Assert.Equal(1, times));
        }
    }

    private static string Last(string transcript) => transcript.Split('\n')[^1];

    private static IEnumerable<string> Calls(string transcript) =>
        transcript.Split('\n').Where(line => !line.StartsWith("unanswered", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
