namespace ServerlessTx.Samples.Tests;

/// <summary>
/// Two deliveries of one event at once. The later one reads the log before the other lands and the business rows behind it, where they fit no
/// longer: it looks again, and does not take that for a bug of the service. The simulation found it.
/// </summary>
public sealed class OrderDeliveriesAtOnce
{
    [Fact]
    public void A_recall_that_lands_between_the_reads_of_another_is_found_and_nothing_fails() => VirtualTime.Run(async time =>
    {
        var first = new OrderWorld(time).Live(except: Orders.Service);
        var id = await first.PlaceAsync();
        await first.Pass(TimeSpan.FromMinutes(2));
        first.Down("shipping_service");
        await first.Pass(TimeSpan.FromMinutes(20));
        var expired = (await first.StoryAsync(id)).Reactions.Single(hop => hop.Record is Reacted { Says: "OrderExpired" });
        var message = Reactor.MessageOf((Reacted)expired.Record, expired.Service, id, OrderWorld.Input(), null).ToMessage();
        var delivered = new IncomingMessage(message.Id, message.Body, 1) { ContentType = OutgoingMessage.ContentType };

        var store = new StoreWithInterlude(
            first.Store, "shipment|", async () => await first.Messages.HandleAsync(first.Choreography, "shipping_service", delivered));
        var second = new OrderWorld(time, store, first.Bus);
        Assert.IsType<Settlement.Complete>(await second.Messages.HandleAsync(second.Choreography, "shipping_service", delivered));
        Assert.True(store.WasPlayed);
        Assert.Empty(second.Log.Lines);
        Assert.Equal("balance 10000, stock 1000, 0 shipped, orders expired", await first.BooksAsync());
        return true;
    });

    /// <summary>Before the first read of a kind of rows something else happens.</summary>
    private sealed class StoreWithInterlude(IPartitionStore store, string before, Func<Task> interlude) : IPartitionStore
    {
        public bool WasPlayed { get; private set; }

        public async Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
        {
            if (!WasPlayed && query.From.StartsWith(before, StringComparison.Ordinal))
            {
                WasPlayed = true;
                await interlude();
            }

            return await store.ReadAsync(partition, query, cancellation);
        }

        public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default) =>
            store.CommitAsync(partition, batch, cancellation);
    }
}
