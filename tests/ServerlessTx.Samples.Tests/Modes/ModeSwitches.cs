namespace ServerlessTx.Samples.Tests;

/// <summary>A host that switches on what it saw before: others may have switched meanwhile, or declared other terms, as while a new version is rolled out.</summary>
public sealed class ModeSwitches
{
    /// <summary>What the newest declaration in the stream does not allow would be a breach of evidence, though every host kept to its own terms.</summary>
    [Theory]
    [InlineData(ModeSwitching.Automatic, nameof(ModeTrigger.DatabasePartitionDetected), true)]
    [InlineData(ModeSwitching.Automatic, nameof(ModeTrigger.Operator), true)]
    [InlineData(ModeSwitching.ByOperator, nameof(ModeTrigger.DatabasePartitionDetected), false)]
    [InlineData(ModeSwitching.ByOperator, nameof(ModeTrigger.Operator), true)]
    [InlineData(ModeSwitching.Off, nameof(ModeTrigger.DatabasePartitionDetected), false)]
    [InlineData(ModeSwitching.Off, nameof(ModeTrigger.Operator), false)]
    public void A_host_switches_by_what_was_declared_last_and_not_by_its_own_terms(ModeSwitching declared, string trigger, bool isSwitched) => ModesWorld.Run(async world =>
    {
        var seen = await SeenAsync(world);
        await DeclareAsync(world, pay => pay with { Switching = declared });
        var (switched, state) = await SwitchAsync(world, seen, Lost(Enum.Parse<ModeTrigger>(trigger)));
        Assert.Equal((isSwitched, isSwitched ? Mode.Degraded : Mode.Strict), (switched, state.Mode));
    });

    [Fact]
    public void Out_of_a_mode_that_was_left_and_made_anew_nobody_switches_on_what_was_found_in_the_older() => ModesWorld.Run(async world =>
    {
        var (_, seen) = await SwitchAsync(world, await SeenAsync(world), Lost(ModeTrigger.Operator));
        var (_, back) = await SwitchAsync(world, seen, Back);
        var (_, again) = await SwitchAsync(world, back, Lost(ModeTrigger.Operator) with { From = Mode.FailingBack });
        Assert.Equal((false, again.Version), await SwitchAsync(world, seen, Back) is var (switched, state) ? (switched, state.Version) : default);
        Assert.True((await SwitchAsync(world, again, Back)).Switched);
    });

    [Fact]
    public void No_more_is_buffered_than_was_declared_last() => ModesWorld.Run(async world =>
    {
        await SwitchAsync(world, await SeenAsync(world), Lost(ModeTrigger.Operator));
        Assert.Contains("completed", await world.TransferToEndAsync(amount: 7));
        await DeclareAsync(world, pay => pay with { Sides = [.. pay.Sides.Select(side => side with { MostAmount = 5, MostOperations = 2 })] });
        Assert.Equal("amount_over_buffer", (await Assert.ThrowsAsync<NotAdmittedException>(() => world.TransferAsync(amount: 7))).Reason);
        Assert.Contains("completed", await world.TransferToEndAsync(amount: 5));
        Assert.Equal("buffer_full", (await Assert.ThrowsAsync<NotAdmittedException>(() => world.TransferAsync(amount: 5))).Reason);
    });

    private static Task DeclareAsync(ModesWorld world, Func<ModeDeclaration, ModeDeclaration> change) => world.Host.Get<ModeStore>().ChangeAsync(
        ResilientTransfer.Name, state => [new ModeDeclared { Declaration = change(state.Declaration!), At = default }], default);

    private static async Task<ModeState> SeenAsync(ModesWorld world)
    {
        await world.WatchAsync();
        return await world.Host.Get<ModeStore>().LoadAsync(ResilientTransfer.Name, default);
    }

    private static Task<(bool Switched, ModeState State)> SwitchAsync(ModesWorld world, ModeState seen, ModeSwitched wanted) =>
        world.Host.Get<ModeSwitch>().SwitchAsync(world.Host.Get<ModeRegistry>().Find(ResilientTransfer.Name)!, seen, wanted, default);

    private static ModeSwitched Lost(ModeTrigger trigger) => By(trigger, new()
    {
        From = Mode.Strict,
        To = Mode.Degraded,
        Trigger = trigger,
        Findings = [new SideFinding(Transfer.Ledger, false, DateTimeOffset.UnixEpoch, 3)],
        Away = [Transfer.Ledger],
        At = default,
    });

    private static ModeSwitched Back { get; } = By(
        ModeTrigger.Operator, new() { From = Mode.Degraded, To = Mode.FailingBack, Trigger = ModeTrigger.Operator, Findings = [], Away = [], At = default });

    private static ModeSwitched By(ModeTrigger trigger, ModeSwitched switched) => trigger is ModeTrigger.Operator ? switched with { By = "ops", Reason = "because" } : switched;
}
