using System.Security.Cryptography;

namespace ServerlessTx.Specifications;

/// <summary>What retention forgets, when, and what it never does.</summary>
public sealed class PurgeSpecifications
{
    [Fact]
    public void Without_retention_nothing_is_forgotten() => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time);
        var id = await archive.EndedAsync("order_1", Phase.Action);
        archive.Options.Retention = null;
        await Task.Delay(TimeSpan.FromDays(40), time);

        Assert.Equal(0, await archive.Purge.RunAsync(default));
        Assert.NotNull(await archive.World.Client.GetAsync(id));
        Assert.False(await archive.World.Get<IForgottenTransactions>().IsForgottenAsync(id.ToString()));
        return true;
    });

    [Fact]
    public void What_ended_long_enough_ago_goes_with_its_key_and_its_barrier_and_not_a_moment_sooner() => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time);
        await archive.EndedAsync("order_1", Phase.Action);
        await archive.World.StartAsync(key: "order_1");
        await Task.Delay(TimeSpan.FromDays(2) - TimeSpan.FromMilliseconds(1), time);
        Assert.Equal(0, await archive.Purge.RunAsync(default));
        await Task.Delay(TimeSpan.FromMilliseconds(2), time);

        Assert.NotEqual(0, await archive.Purge.RunAsync(default));
        // The attempt belongs to nothing now, and is the sweep's.
        Assert.Equal(1, await archive.World.Get<KeySweep>().RunAsync(default));
        Assert.Equal(["m|forgotten", "m|shards"], (await StoredRows.AllAsync(archive.World.Store)).Select(stored => stored.Row.Key));
        Assert.Equal(0, await StoredRows.CountAsync(archive.Store, "b|"));
        Assert.Equal(1, await archive.EffectsAsync());
        return true;
    });

    [Theory]
    [InlineData(1, 24)]
    [InlineData(25, 25)]
    public void Nothing_goes_before_its_key_has_expired(int retentionHours, int keptHours) => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time, retention: TimeSpan.FromHours(retentionHours));
        var id = await archive.EndedAsync("order_1");
        await Task.Delay(TimeSpan.FromHours(keptHours) - TimeSpan.FromMilliseconds(1), time);
        Assert.Equal(0, await archive.Purge.RunAsync(default));
        Assert.NotNull(await archive.World.Client.GetAsync(id));
        await Task.Delay(TimeSpan.FromMilliseconds(2), time);
        Assert.NotEqual(0, await archive.Purge.RunAsync(default));
        return true;
    });

    [Fact]
    public void An_open_transaction_stays_and_holds_the_mark_before_its_begin() => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time);
        var older = await archive.EndedAsync();
        await Task.Delay(TimeSpan.FromMinutes(1), time);
        archive.World.Orders.On("send_confirmation", new Behaviour.Fails());
        var open = await archive.World.StartAsync(key: "open");
        await Task.Delay(TimeSpan.FromMinutes(1), time);
        archive.World.Orders.On("send_confirmation", Behaviour.Answers);
        var younger = await archive.EndedAsync();
        archive.World.Orders.On("send_confirmation", new Behaviour.Fails());
        await archive.World.Runner.StopAsync();
        await Task.Delay(TimeSpan.FromDays(3), time);
        await archive.Purge.RunAsync(default);

        var forgotten = archive.World.Get<IForgottenTransactions>();
        Assert.True(await forgotten.IsForgottenAsync(older.ToString()));
        Assert.False(await forgotten.IsForgottenAsync(open.Id.ToString()));
        Assert.NotNull(await archive.World.Client.GetAsync(open.Id));
        Assert.NotNull(await archive.World.Client.GetAsync(younger));
        Assert.True((await archive.World.StartAsync(key: "open")).IsReplay);
        return true;
    });

    [Fact]
    public void One_that_ran_long_is_kept_as_long_behind_its_end_as_any_other() => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time);
        archive.World.Orders.On("send_confirmation", new Behaviour.Fails());
        var started = await archive.World.StartAsync();
        await Task.Delay(TimeSpan.FromDays(3), time);
        archive.World.Orders.On("send_confirmation", Behaviour.Answers);
        await archive.World.EndAsync(started.Id);

        Assert.Equal(0, await archive.Purge.RunAsync(default));
        await Task.Delay(TimeSpan.FromDays(2), time);
        Assert.NotEqual(0, await archive.Purge.RunAsync(default));
        await Assert.ThrowsAsync<TransactionForgottenException>(() => archive.World.Client.GetAsync(started.Id));
        return true;
    });

    [Fact]
    public void Nobody_may_presume_anything_of_what_is_forgotten() => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time);
        var id = await archive.EndedAsync();
        await Task.Delay(TimeSpan.FromDays(3), time);
        await archive.Purge.RunAsync(default);

        var client = archive.World.Client;
        await Assert.ThrowsAsync<TransactionForgottenException>(() => client.GetAsync(id));
        await Assert.ThrowsAsync<TransactionForgottenException>(() => client.EvidenceAsync(id));
        await Assert.ThrowsAsync<TransactionForgottenException>(() => client.DecisionAsync(id));
        await Assert.ThrowsAsync<TransactionForgottenException>(() => archive.World.Get<IDecisions>().AskAsync(id));
        await Assert.ThrowsAsync<TransactionForgottenException>(() => client.CancelAsync(id, "why", "ann"));
        Assert.Empty((await client.ListAsync(new TransactionQuery())).Transactions);
        // Of one that never was, turning back is presumed.
        Assert.Null(await archive.World.Get<IDecisions>().AskAsync(TransactionId.New(time.GetUtcNow(), 0, RandomNumberGenerator.Create())));
        return true;
    });

    [Fact]
    public void A_barrier_stays_as_long_as_its_stream_whatever_the_mark_says() => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time);
        archive.World.Orders.On("send_confirmation", new Behaviour.Fails());
        var started = await archive.World.StartAsync();
        await archive.CallAsync(started.Id, Phase.Action);
        await archive.World.Runner.StopAsync();
        await Task.Delay(TimeSpan.FromDays(3), time);
        // As a clock gone wrong would have raised it.
        await archive.World.Transactions.Mark.RaiseAsync(time.GetUtcNow(), default);

        Assert.Equal(0, await archive.Purge.RunAsync(default));
        Assert.Contains("\"times\":1", await archive.CallAsync(started.Id, Phase.Action), StringComparison.Ordinal);
        Assert.Equal(1, await archive.EffectsAsync());
        return true;
    });

    [Fact]
    public void What_is_kept_for_longer_than_there_were_moments_is_kept_for_ever() => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time, retention: TimeSpan.MaxValue);
        await archive.EndedAsync();
        Assert.Equal(0, await archive.Purge.RunAsync(default));
        return true;
    });

    [Fact]
    public void The_mark_only_rises() => VirtualTime.Run(async time =>
    {
        var mark = new RetentionMark(new MemoryPartitionStore(), time);
        var now = time.GetUtcNow();
        Assert.Equal(now, await mark.RaiseAsync(now, default));
        Assert.Equal(now, await mark.RaiseAsync(now.AddHours(-1), default));
        Assert.Equal(now.AddHours(1), await mark.RaiseAsync(now.AddHours(1), default));
        return true;
    });
}
