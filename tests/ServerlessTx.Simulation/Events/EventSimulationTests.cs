using Xunit.Abstractions;

namespace ServerlessTx.Simulation;

public sealed class EventSimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 40;

    [Fact]
    public void Accounts_read_models_and_choreographed_orders_come_through_every_storm()
    {
        var tally = new EventTally();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var result = EventSimulation.Run(seed);
            Assert.True(result.Violation is null, result.ToString());
            tally.Add(result);
        }

        output.WriteLine(tally.Line());
        Assert.Empty(tally.Missing);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void A_seed_runs_the_same_each_time(int seed) => Assert.Equal(EventSimulation.Run(seed).Fingerprint, EventSimulation.Run(seed).Fingerprint);
}
