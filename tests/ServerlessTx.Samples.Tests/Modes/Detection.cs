namespace ServerlessTx.Samples.Tests;

/// <summary>What counts as away, and as back: hysteresis.</summary>
public sealed class Detection
{
    private static readonly ModeTerms Terms = new()
    {
        AwayAfterProbes = 3,
        AwayAfter = TimeSpan.FromSeconds(4),
        BackAfterProbes = 4,
        BackAfter = TimeSpan.FromSeconds(6),
    };

    [Theory]
    [InlineData("+++--+--+--+", "available, 6 calls")]
    [InlineData("+++---", "unavailable since 6s, 3 calls")]
    [InlineData("---", "unavailable since 0s, 3 calls")]
    [InlineData("---+-+-++-", "unavailable since 0s, 6 calls")]
    [InlineData("---+++", "unavailable since 0s, 3 calls")]
    [InlineData("---++++", "available, 4 calls")]
    public void It_takes_as_many_in_a_row_and_as_long(string calls, string found) => Assert.Equal(found, Look(calls, TimeSpan.FromSeconds(2)));

    [Fact]
    public void Many_that_fail_in_one_moment_are_one_moment() => Assert.Equal("available, 0 calls", Look(new string('-', 50), TimeSpan.FromMilliseconds(10)));

    [Fact]
    public void Behind_a_switch_it_begins_anew_so_that_two_hosts_do_not_take_turns() => ModesWorld.Run(async world =>
    {
        await world.WatchAsync();
        await world.Modes.SwitchAsync(new ModeOrder(ResilientTransfer.Name, Mode.Degraded, "ops", "another host says so") { Away = [Transfer.Ledger] });
        await world.WatchAsync(5);
        Assert.Equal(Mode.Degraded, (await world.ViewAsync()).Mode);
        await world.UntilAsync(Mode.Strict);
    });

    [Fact]
    public void A_cable_that_comes_and_goes_switches_nothing() => ModesWorld.Run(async world =>
    {
        for (var round = 0; round < 20; round++)
        {
            world.Cut(Transfer.Ledger);
            await world.WatchAsync(2);
            world.Mend(Transfer.Ledger);
            await world.WatchAsync();
        }

        Assert.DoesNotContain("switched", await world.TranscriptAsync());
    });

    [Fact]
    public void Calls_of_transactions_are_seen_beside_probes() => ModesWorld.Run(async world =>
    {
        await world.WatchAsync();
        world.Cut(Transfer.Ledger);
        var transfer = await world.TransferAsync();
        await Task.Delay(TimeSpan.FromSeconds(12), world.Time);
        await world.WatchAsync();
        Assert.Equal(Mode.Degraded, (await world.ViewAsync()).Mode);
        world.Mend(Transfer.Ledger);
        Assert.Contains("aborted", await world.Host.EndAsync(transfer));
    });

    [Fact]
    public void A_group_that_is_off_is_never_switched() => ModesWorld.Run(
        async world =>
        {
            world.Cut(Transfer.Ledger);
            await world.WatchAsync(20);
            Assert.IsType<SwitchResult.DoesNotFit>(await world.Modes.SwitchAsync(
                new ModeOrder(ResilientTransfer.Name, Mode.Degraded, "ops", "please") { Away = [Transfer.Ledger] }));
            Assert.Equal(Mode.Strict, (await world.ViewAsync()).Mode);
        },
        new ModeTerms { Switching = ModeSwitching.Off });

    private static string Look(string calls, TimeSpan every)
    {
        var at = DateTimeOffset.UnixEpoch;
        var sight = Sight.Begin(available: true, at);
        foreach (var call in calls)
        {
            sight = sight.See(call == '+', at, Terms);
            at += every;
        }

        return sight.Available ? $"available, {sight.Calls} calls" : $"unavailable since {(sight.Since - DateTimeOffset.UnixEpoch).TotalSeconds}s, {sight.Calls} calls";
    }
}
