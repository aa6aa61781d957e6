namespace ServerlessTx.Samples.Tests;

/// <summary>
/// The process vanishes before or behind the n-th write of a whole run: escrow set aside, degraded, buffered, reconciled, failed back. Another
/// goes on from the store, and it ends as if nothing had happened.
/// </summary>
public sealed class ModeCrashes
{
    [Theory]
    [InlineData(Transfer.Accounts, true)]
    [InlineData(Transfer.Accounts, false)]
    [InlineData(Transfer.Ledger, true)]
    [InlineData(Transfer.Ledger, false)]
    public void Wherever_the_process_vanishes_the_next_one_brings_it_home(string away, bool landed)
    {
        var last = 0;
        for (var crash = 1; crash == last + 1; crash++)
            last += VirtualTime.Run(time => RunAsync(time, away, crash, landed)) ? 1 : 0;
        Assert.InRange(last, 30, 200);
    }

    /// <returns>Whether the run came as far as the write at which it was to vanish.</returns>
    private static async Task<bool> RunAsync(VirtualTime time, string away, int crash, bool landed)
    {
        var memory = new MemoryPartitionStore();
        var dying = new ModesWorld(time, memory: memory);
        var run = ScriptAsync(dying, away);
        var (writes, died) = (0, new TaskCompletionSource());
        dying.CrashAt(() => ++writes == crash, landed, died);
        await Task.WhenAny(run, died.Task);
        if (!died.Task.IsCompleted)
        {
            await run;
            return false;
        }

        var next = new ModesWorld(time, memory: memory);
        await next.Host.RecoverAsync();
        await next.UntilAsync(Mode.Strict);
        await next.Host.RecoverAsync();
        await next.Audit.IsAtRestAsync();
        Assert.All(await next.Audit.Rows<BookRow>("bank_accounts"), row => Assert.True(row.SetAside <= row.Balance));
        Assert.All((await next.ViewAsync()).Escrow, escrow => Assert.True(escrow.Spent == 0 && escrow.SetAside >= 0));
        await next.EscrowStandsAtItsOwnerAsync();
        await next.HoldsAsync();
        return true;
    }

    private static async Task ScriptAsync(ModesWorld world, string away)
    {
        await world.SetAsideAsync("a", 100);
        await world.WatchAsync();
        world.Cut(away);
        await world.UntilAsync(Mode.Degraded);
        await world.TransferToEndAsync("a", "b", 60);
        await world.TransferToEndAsync("a", "b", 40);
        world.Mend(away);
        await world.UntilAsync(Mode.Strict);
        await world.TransferToEndAsync("b", "a", 5);
    }
}
