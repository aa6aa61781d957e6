namespace ServerlessTx.Samples.Tests;

/// <summary>Buffered operations that their side refuses, because somebody has written its rows by hand meanwhile.</summary>
public sealed class ModeConflicts
{
    [Fact]
    public void A_conflict_waits_for_an_operator_and_is_applied_when_he_has_put_it_right() => ModesWorld.Run(async world =>
    {
        var operation = await ConflictAsync(world);
        Assert.Equal(Mode.FailingBack, (await world.ViewAsync()).Mode);
        await world.SetEscrowByHandAsync("a", 120);
        Assert.IsType<SwitchResult.Done>(await world.ResolveAsync(operation, ConflictAct.Retry));
        await world.UntilAsync(Mode.Strict);
        Assert.Equal((900m, 1_100m), (await world.BalanceAsync("a"), await world.BalanceAsync("b")));
        await world.Audit.IsAtRestAsync();
    });

    [Fact]
    public void A_conflict_that_is_given_up_takes_the_other_sides_part_back() => ModesWorld.Run(async world =>
    {
        var operation = await ConflictAsync(world);
        Assert.IsType<SwitchResult.Done>(await world.ResolveAsync(operation, ConflictAct.Refuse));
        Assert.IsType<SwitchResult.DoesNotFit>(await world.ResolveAsync(operation, ConflictAct.Refuse));
        await world.UntilAsync(Mode.Strict);
        Assert.Contains("refused          by ops: because; taken back by ledger_db", await world.TranscriptAsync());
        Assert.Equal((1_000m, 1_000m), (await world.BalanceAsync("a"), await world.BalanceAsync("b")));
        await world.Audit.IsAtRestAsync();
    });

    [Fact]
    public void The_rule_of_a_group_may_take_it_back_without_an_operator() => ModesWorld.Run(
        async world =>
        {
            await ConflictAsync(world);
            Assert.Contains("refused          by rule: beyond_escrow; taken back by ledger_db", await world.TranscriptAsync());
            await world.UntilAsync(Mode.Strict);
            await world.Audit.IsAtRestAsync();
        },
        new ModeTerms { Conflicts = ConflictRule.Reverse });

    [Fact]
    public void A_degraded_transfer_that_the_other_side_refuses_withdraws_what_was_buffered() => ModesWorld.Run(async world =>
    {
        world.Cut(Transfer.Ledger);
        await world.UntilAsync(Mode.Degraded);
        Assert.Equal(
            """
            started            resilient_transfer_degraded
            step_done          ledger_db_move
            step_refused       accounts_db_move: insufficient_funds
            decided            compensating: insufficient_funds
            step_compensated   ledger_db_move
            compensated
            """, await world.TransferToEndAsync("a", "b", 5_000));
        world.Mend(Transfer.Ledger);
        await world.UntilAsync(Mode.Strict);
        Assert.Contains("withdrawn", await world.TranscriptAsync());
        Assert.Equal(0, await world.Audit.CountAsync("ledger"));
    });

    /// <summary>The accounts are away, a debit is promised from escrow, and the escrow is gone when they are back.</summary>
    private static async Task<string> ConflictAsync(ModesWorld world)
    {
        await world.SetAsideAsync("a", 120);
        await world.WatchAsync();
        world.Cut(Transfer.Accounts);
        await world.UntilAsync(Mode.Degraded);
        await world.TransferToEndAsync("a", "b", 100);
        await world.SetEscrowByHandAsync("a", 0);
        world.Mend(Transfer.Accounts);
        await world.WatchAsync(10);
        return (await world.ViewAsync()).Conflicts.Select(conflict => conflict.Operation).FirstOrDefault() ?? "";
    }
}
