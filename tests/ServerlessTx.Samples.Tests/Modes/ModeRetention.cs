namespace ServerlessTx.Samples.Tests;

/// <summary>A degraded transfer has ended long ago, and what it promised is not made yet.</summary>
public sealed class ModeRetention
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(2);

    [Fact]
    public void What_is_buffered_is_applied_however_long_its_side_was_away() => ModesWorld.Run(async world =>
    {
        world.Cut(Transfer.Ledger);
        await world.UntilAsync(Mode.Degraded);
        var transfer = await world.TransferAsync();
        Assert.EndsWith("completed", await world.Host.EndAsync(transfer));

        await Task.Delay(10 * Keep, world.Time);
        world.Mend(Transfer.Ledger);
        await PurgeAsync(world);
        await world.UntilAsync(Mode.Strict);
        Assert.Equal(2, await world.Audit.CountAsync("ledger"));
        Assert.NotNull(await world.Host.Client.GetAsync(transfer));

        await PurgeAsync(world);
        await Assert.ThrowsAsync<TransactionForgottenException>(() => world.Host.Client.GetAsync(transfer));
    });

    private static Task<int> PurgeAsync(ModesWorld world)
    {
        var options = new ServerlessTxOptions { Shards = 1, Retention = Keep };
        return new Purge(
            world.Host.Get<TransactionStore>(), world.Host.Get<StreamPurge>(), world.Host.Get<BarrierPurge>(), world.Host.Get<ShardMap>(), options, world.Time,
            world.Host.Get<IEnumerable<IKeepsRecords>>()).RunAsync(default);
    }
}
