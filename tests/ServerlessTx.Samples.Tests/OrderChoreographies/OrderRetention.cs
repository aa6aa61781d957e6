namespace ServerlessTx.Samples.Tests;

/// <summary>What retention forgets of a choreography, when, and that no message that comes later does anything twice.</summary>
public sealed class OrderRetention
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(2);

    [Fact]
    public void A_run_goes_with_its_key_two_days_after_it_was_settled_and_not_a_moment_sooner() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, retention: Keep).Live();
        var (id, story) = await SettledAsync(world);
        await world.Sleep(story.Settled!.At + Keep - time.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await world.Purge.RunAsync(default));
        Assert.True((await world.Client.GetAsync(id))!.Status.IsEnd());
        await world.Pass(TimeSpan.FromMilliseconds(1));

        Assert.NotEqual(0, await world.Purge.RunAsync(default));
        await Assert.ThrowsAsync<TransactionForgottenException>(() => world.Client.GetAsync(id));
        await Assert.ThrowsAsync<TransactionForgottenException>(() => world.Client.EvidenceAsync(id));
        Assert.Equal("", await LeftAsync(world));
        Assert.Equal(0, await world.Purge.RunAsync(default));
        return true;
    });

    /// <summary>A service whose clock is wrong stamps what follows it, and nobody's records go back.</summary>
    [Fact]
    public void A_run_that_was_stamped_at_the_end_of_time_stays_and_keeps_no_other() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, retention: Keep);
        var late = await world.PlaceAsync();
        var story = await world.StoryAsync(late);
        var created = (Reacted)story.Reactions.First().Record with { At = Stamp.Truncate(DateTimeOffset.MaxValue) };
        var message = Reactor.MessageOf(created, Orders.Service, late, story.Began.Input, null).ToMessage();
        await world.Messages.HandleAsync(world.Choreography, "payment_service", new IncomingMessage(message.Id, message.Body, 1) { ContentType = OutgoingMessage.ContentType });
        var other = await world.Live().PlaceAsync(key: "other");
        await world.SettledAsync(late);
        await world.SettledAsync(other);

        await world.Sleep(Keep + TimeSpan.FromHours(1));
        Assert.NotEqual(0, await world.Purge.RunAsync(default));
        await Assert.ThrowsAsync<TransactionForgottenException>(() => world.Client.GetAsync(other));
        return true;
    });

    [Fact]
    public void Without_retention_nothing_goes() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        var (id, _) = await SettledAsync(world);
        await world.Sleep(TimeSpan.FromDays(40));
        Assert.Equal(0, await world.Purge.RunAsync(default));
        Assert.NotNull(await world.Client.EvidenceAsync(id));
        return true;
    });

    [Theory]
    [InlineData(2)]
    [InlineData(2_000)]
    public void What_comes_again_after_its_run_is_purged_does_nothing_and_is_completed(int quantity) => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, retention: Keep).Live();
        var (_, story) = await SettledAsync(world, quantity);
        var books = await world.BooksAsync();
        await world.Sleep(Keep + TimeSpan.FromHours(1));
        await world.Purge.RunAsync(default);

        await OrderWorld.RepeatAsync(world, story);
        Assert.Equal(books, await world.BooksAsync());
        Assert.Equal("", await LeftAsync(world));
        Assert.Contains(world.Log.Lines, line => line.Contains("it had been settled, and nothing is done", StringComparison.Ordinal));
        return true;
    });

    [Fact]
    public void A_key_that_comes_again_begins_a_run_of_its_own() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, retention: Keep).Live();
        var (first, _) = await SettledAsync(world);
        Assert.Equal(first, await world.PlaceAsync(key: "order 1"));
        await world.Sleep(Keep + TimeSpan.FromHours(1));
        await world.Purge.RunAsync(default);
        world = new OrderWorld(time, world.Store, world.Bus, retention: Keep).Live();
        var second = await world.PlaceAsync(key: "order 1");
        Assert.NotEqual(first, second);
        Assert.EndsWith("completed", await world.SettledAsync(second));
        return true;
    });

    [Fact]
    public void A_run_that_is_not_settled_stays_and_holds_the_mark_before_its_begin() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, retention: Keep).Live(except: "shipping_service");
        var open = await world.PlaceAsync(key: "order 1");
        await world.Pass(TimeSpan.FromMinutes(1));
        var younger = await world.PlaceAsync(quantity: 2_000);
        Assert.EndsWith("compensated", await world.SettledAsync(younger));
        await world.Pass(TimeSpan.FromHours(1));
        await world.Sleep(TimeSpan.FromDays(5));
        Assert.Equal(0, await world.Purge.RunAsync(default));
        Assert.Equal(TransactionStatus.Stuck, (await world.Client.GetAsync(open))!.Status);
        Assert.NotNull(await world.Client.GetAsync(younger));

        world = new OrderWorld(time, world.Store, world.Bus, retention: Keep).Live();
        Assert.EndsWith("compensated", await world.SettledAsync(open));
        // The younger has been settled for long; this one is kept as long behind its end as any other.
        await world.Purge.RunAsync(default);
        await Assert.ThrowsAsync<TransactionForgottenException>(() => world.Client.GetAsync(younger));
        Assert.NotNull(await world.Client.EvidenceAsync(open));
        await world.VerifyAsync(open);
        await world.Sleep(Keep);
        await world.Purge.RunAsync(default);
        await Assert.ThrowsAsync<TransactionForgottenException>(() => world.Client.GetAsync(open));
        return true;
    });

    [Fact]
    public void What_belongs_to_no_run_goes_with_the_mark() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, retention: Keep).Live();
        var (_, story) = await SettledAsync(world);
        // An event of a run that never was, which its service cannot handle.
        var other = TransactionId.New(time.GetUtcNow(), 0, System.Security.Cryptography.RandomNumberGenerator.Create());
        var charged = story.Reactions.First(hop => hop.Record is Reacted { Says: "PaymentCharged" });
        var message = Reactor.MessageOf((Reacted)charged.Record, charged.Service, other, System.Text.Json.JsonSerializer.SerializeToElement(new { sku = 1 }), null).ToMessage();
        await world.Messages.HandleAsync(world.Choreography, "inventory_service", new IncomingMessage("1", message.Body, 1) { ContentType = OutgoingMessage.ContentType });
        Assert.Contains(other.ToString(), await LeftAsync(world));
        await world.Sleep(Keep + TimeSpan.FromHours(1));
        await world.Purge.RunAsync(default);
        Assert.Equal("", await LeftAsync(world));
        return true;
    });

    /// <summary>Before and after each of its operations; in between every message comes once more, and the run is read.</summary>
    [Fact]
    public void Wherever_a_purge_vanishes_nothing_is_done_twice_and_the_next_finishes()
    {
        var points = Run(Fate.Immortal);
        Assert.InRange(points, 20, 100);
        for (var death = 1; death <= points; death++)
            Run(new Fate(death));
    }

    [Fact]
    public void Two_purges_at_once_leave_nothing() => VirtualTime.Run(async time =>
    {
        var first = new OrderWorld(time, retention: Keep).Live();
        await SettledAsync(first);
        await first.Sleep(Keep + TimeSpan.FromHours(1));
        var second = new OrderWorld(time, first.Store, first.Bus, retention: Keep);
        await Task.WhenAll(first.Purge.RunAsync(default), second.Purge.RunAsync(default));
        await first.Purge.RunAsync(default);
        Assert.Equal("", await LeftAsync(first));
        return true;
    });

    private static int Run(Fate fate) => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, retention: Keep).Live();
        var (id, story) = await SettledAsync(world, quantity: 2_000);
        var books = await world.BooksAsync();
        await world.Sleep(Keep + TimeSpan.FromHours(1));
        var mortal = new OrderWorld(time, new MortalStore(world.Store, fate), world.Bus, retention: Keep);
        await Task.WhenAny(mortal.Purge.RunAsync(default), world.Pass(TimeSpan.FromSeconds(5)));
        var points = fate.Points;

        await OrderWorld.RepeatAsync(world, story);
        Assert.Equal(books, await world.BooksAsync());
        await WholeOrForgottenAsync(world, id);
        await world.Purge.RunAsync(default);
        Assert.Equal("", await LeftAsync(world));
        return points;
    });

    private static async Task WholeOrForgottenAsync(OrderWorld world, TransactionId id)
    {
        try
        {
            await world.VerifyAsync(id);
            Assert.Equal(TransactionStatus.Compensated, (await world.Client.GetAsync(id))!.Status);
        }
        catch (TransactionForgottenException)
        {
            await Assert.ThrowsAsync<TransactionForgottenException>(() => world.Client.GetAsync(id));
        }
    }

    private static async Task<(TransactionId Id, ChoreographyStory Story)> SettledAsync(OrderWorld world, int quantity = 2)
    {
        var id = await world.PlaceAsync(quantity, key: "order 1");
        await world.SettledAsync(id);
        return (id, await world.StoryAsync(id));
    }

    /// <summary>The rows of runs that are left: streams, keys, open rows and outboxes.</summary>
    private static async Task<string> LeftAsync(OrderWorld world)
    {
        var left = new List<string>();
        foreach (var partition in world.Choreography.Services.Select(service => service.Partition).Distinct())
        {
            foreach (var kind in new[] { "e|", "k|", "r|", "x|" })
                left.AddRange((await world.Store.ReadAsync(partition, RowQuery.Prefix(kind))).Rows.Select(row => row.Key));
        }

        return string.Join('\n', left);
    }
}
