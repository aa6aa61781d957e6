using Xunit.Abstractions;

namespace ServerlessTx.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int SeedsAPart = 50;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_goes_wrong_no_rule_is_broken_and_all_end(int part)
    {
        var tally = new Tally();
        for (var seed = (part - 1) * SeedsAPart + 1; seed <= part * SeedsAPart; seed++)
        {
            var result = Simulation.Run(seed);
            Assert.True(result.Violation is null, result.ToString());
            tally.Add(result);
        }

        output.WriteLine($"{tally.Line()}\n{tally.Table()}");
        Assert.Empty(tally.Missing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(14)]
    [InlineData(22)]
    public void A_seed_runs_the_same_each_time(int seed)
    {
        var (first, second) = (Simulation.Run(seed), Simulation.Run(seed));
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(first.ToString(), second.ToString());
        Assert.Equal(first.Struck, second.Struck);
    }

    [Fact]
    public void Two_seeds_are_two_runs() => Assert.NotEqual(Simulation.Run(1).Fingerprint, Simulation.Run(2).Fingerprint);
}
