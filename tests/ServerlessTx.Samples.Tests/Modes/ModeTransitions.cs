namespace ServerlessTx.Samples.Tests;

/// <summary>From strict to degraded under a partition, and back.</summary>
public sealed class ModeTransitions
{
    [Fact]
    public void While_everybody_answers_a_transfer_is_a_two_phase_commit() => Assert.Equal(
        """
        started            resilient_transfer
        prepared           accounts_db
        prepared           ledger_db
        decided            commit
        committed          accounts_db
        committed          ledger_db
        committed
        """, ModesWorld.Run(world => world.TransferToEndAsync()));

    [Fact]
    public void A_ledger_that_is_cut_off_is_posted_to_when_it_is_back() => ModesWorld.Run(async world =>
    {
        await world.TransferToEndAsync();
        await world.WatchAsync();
        world.Cut(Transfer.Ledger);
        await world.UntilAsync(Mode.Degraded);
        Assert.Equal(
            """
            started            resilient_transfer_degraded
            step_done          ledger_db_move
            step_done          accounts_db_move
            decided            going_forward
            completed
            """, await world.TransferToEndAsync("a", "b", 50));
        await world.TransferToEndAsync("b", "a", 25);
        Assert.Equal(2, await world.Audit.CountAsync("ledger"));
        world.Mend(Transfer.Ledger);
        await world.UntilAsync(Mode.Strict);
        await world.TransferToEndAsync();
        Assert.Equal(
            """
            declared         resilient_transfer: ledger_db, accounts_db
            acknowledged     ledger_db: 1
            acknowledged     accounts_db: 1
            switched         strict -> degraded: DatabasePartitionDetected, ledger_db away
            acknowledged     accounts_db: 4
            buffered         ledger_db: a -50, b +50
            buffered         ledger_db: b -25, a +25
            acknowledged     ledger_db: 4
            switched         degraded -> failing_back: DatabasePartitionHealed
            applied          lsn 3
            applied          lsn 4
            acknowledged     ledger_db: 9
            acknowledged     accounts_db: 9
            switched         failing_back -> strict: BuffersEmpty
            """, await world.TranscriptAsync());
        await world.Audit.IsAtRestAsync();
    });

    [Fact]
    public void Accounts_that_are_cut_off_are_debited_from_escrow_and_no_further() => ModesWorld.Run(async world =>
    {
        Assert.IsType<SwitchResult.Done>(await world.SetAsideAsync("a", 120));
        await world.WatchAsync();
        world.Cut(Transfer.Accounts);
        await world.UntilAsync(Mode.Degraded);
        await world.TransferToEndAsync("a", "b", 100);
        var beyond = await Assert.ThrowsAsync<NotAdmittedException>(() => world.TransferAsync("a", "b", 21));
        Assert.Equal(("beyond_escrow", Mode.Degraded), (beyond.Reason, beyond.Mode));
        Assert.Equal("beyond_escrow", (await Assert.ThrowsAsync<NotAdmittedException>(() => world.TransferAsync("b", "a", 1))).Reason);
        await world.TransferToEndAsync("a", "b", 20);
        world.Mend(Transfer.Accounts);
        await world.UntilAsync(Mode.Strict);
        Assert.Equal((880m, 1_120m), (await world.BalanceAsync("a"), await world.BalanceAsync("b")));
        Assert.Empty((await world.ViewAsync()).Escrow);
        await world.Audit.IsAtRestAsync();
    });

    [Fact]
    public void While_it_fails_back_nothing_is_admitted() => ModesWorld.Run(async world =>
    {
        world.Cut(Transfer.Ledger);
        await world.UntilAsync(Mode.Degraded);
        await world.TransferToEndAsync();
        Assert.IsType<SwitchResult.Done>(await world.Modes.SwitchAsync(new ModeOrder(ResilientTransfer.Name, Mode.FailingBack, "ops", "it should be back")));
        var refused = await Assert.ThrowsAsync<NotAdmittedException>(() => world.TransferAsync());
        Assert.Equal(("failing_back", TimeSpan.FromSeconds(5)), (refused.Reason, refused.RetryAfter));
    });

    [Fact]
    public void A_side_that_never_answers_what_was_buffered_keeps_the_watch_from_nothing() => ModesWorld.Run(async world =>
    {
        world.Cut(Transfer.Ledger);
        await world.UntilAsync(Mode.Degraded);
        await world.TransferToEndAsync();
        await world.Modes.SwitchAsync(new ModeOrder(ResilientTransfer.Name, Mode.FailingBack, "ops", "it should be back"));
        world.Mend(Transfer.Ledger);
        var (cable, never) = (world.Line.Before, new TaskCompletionSource());
        world.Line.Before = operation => operation is { Partition: Transfer.Ledger, IsCommit: true } ? never.Task : cable(operation);
        await world.WatchAsync();
        Assert.Equal(1, (await world.ViewAsync()).Sides[0].Waiting);
        world.Line.Before = cable;
        await world.UntilAsync(Mode.Strict);
        await world.Audit.IsAtRestAsync();
    });

    [Fact]
    public void It_fails_back_only_when_those_under_way_have_ended() => ModesWorld.Run(async world =>
    {
        world.Cut(Transfer.Ledger);
        await world.UntilAsync(Mode.Degraded);
        await world.WatchAsync();
        var (cable, gate) = (world.Line.Before, new TaskCompletionSource());
        world.Line.Before = operation => operation is { Partition: Transfer.Accounts, IsCommit: true } ? gate.Task : cable(operation);
        var transfer = await world.TransferAsync();
        world.Mend(Transfer.Ledger);
        await world.WatchAsync(14);
        Assert.Equal((Mode.FailingBack, 1), ((await world.ViewAsync()).Mode, (await world.ViewAsync()).Sides[0].Waiting));
        world.Line.Before = cable;
        gate.SetResult();
        Assert.Contains("completed", await world.Host.EndAsync(transfer));
        await world.UntilAsync(Mode.Strict);
        await world.Audit.IsAtRestAsync();
    });

    [Fact]
    public void Of_two_that_race_for_the_last_of_the_escrow_one_is_turned_back() => VirtualTime.Run(async time =>
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var world = new ModesWorld(time, memory: new SlowStore(new MemoryPartitionStore(), time, seed));
            await world.SetAsideAsync("a", 100);
            await world.WatchAsync();
            await world.Modes.SwitchAsync(new ModeOrder(ResilientTransfer.Name, Mode.Degraded, "ops", "it is being moved") { Away = [Transfer.Accounts] });
            var ends = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => await world.Host.EndAsync(await world.TransferAsync("a", "b", 60))));
            Assert.Single(ends, end => end.EndsWith("completed", StringComparison.Ordinal));
            Assert.Equal(2, ends.Count(end => end.Contains("step_refused       accounts_db_move: beyond_escrow", StringComparison.Ordinal)));
            await world.UntilAsync(Mode.Strict);
            await world.Audit.IsAtRestAsync();
            await world.HoldsAsync();
        }

        return true;
    });

    [Fact]
    public void A_side_that_is_lost_again_while_it_fails_back_is_away_again() => ModesWorld.Run(async world =>
    {
        world.Cut(Transfer.Ledger);
        await world.UntilAsync(Mode.Degraded);
        await world.TransferToEndAsync();
        await world.Modes.SwitchAsync(new ModeOrder(ResilientTransfer.Name, Mode.FailingBack, "ops", "it should be back"));
        await world.UntilAsync(Mode.Degraded);
        await world.TransferToEndAsync();
        world.Mend(Transfer.Ledger);
        await world.UntilAsync(Mode.Strict);
        await world.Audit.IsAtRestAsync();
        Assert.Equal(4, await world.Audit.CountAsync("ledger"));
    });
}
