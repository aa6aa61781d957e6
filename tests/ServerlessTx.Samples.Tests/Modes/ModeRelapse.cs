namespace ServerlessTx.Samples.Tests;

/// <summary>A group that is degraded again while what was buffered is applied.</summary>
public sealed class ModeRelapse
{
    /// <summary>The simulation found it: what a side had made then was recorded in a mode in which nothing is applied, and honest evidence did not hold.</summary>
    [Fact]
    public void What_was_made_when_the_group_fell_back_is_recorded_when_it_goes_on_and_made_once() => ModesWorld.Run(async world =>
    {
        world.Cut(Transfer.Ledger);
        await world.UntilAsync(Mode.Degraded);
        await world.TransferToEndAsync();
        world.Mend(Transfer.Ledger);
        await SwitchAsync(world, Mode.FailingBack);

        world.Line.After = async operation =>
        {
            if (operation is not { IsCommit: true, Partition: Transfer.Ledger } || await world.Audit.CountAsync("ledger") == 0)
                return;
            world.Line.After = _ => Task.CompletedTask;
            await SwitchAsync(world, Mode.Degraded);
        };
        await world.WatchAsync();
        Assert.Equal((Mode.Degraded, 1), await world.ViewAsync() is var view ? (view.Mode, view.Sides.Sum(side => side.Waiting)) : default);
        Assert.Equal(2, await world.Audit.CountAsync("ledger"));

        await world.UntilAsync(Mode.Strict);
        Assert.Equal(2, await world.Audit.CountAsync("ledger"));
        await world.Audit.IsAtRestAsync();
    });

    private static async Task SwitchAsync(ModesWorld world, Mode mode) => Assert.IsType<SwitchResult.Done>(await world.Modes.SwitchAsync(
        new ModeOrder(ResilientTransfer.Name, mode, "ops", "because") { Away = mode is Mode.Degraded ? [Transfer.Ledger] : [] }));
}
