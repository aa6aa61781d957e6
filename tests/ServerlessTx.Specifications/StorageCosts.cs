using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>What an undisturbed transaction asks of the store, counted.</summary>
public sealed class StorageCosts
{
    [Fact]
    public void A_saga_of_three_steps_with_a_key_is_four_batches_and_seven_row_operations() =>
        Assert.Equal((0, 4, 7), Count(SagaShapes.ThreeSteps, "three_steps", key: "k"));

    [Fact]
    public void A_saga_of_n_steps_is_n_plus_1_batches() =>
        Assert.Equal((0, 6, 8), Count(OrderServices.OrderFulfillment, "order_fulfillment", key: null));

    [Fact]
    public void A_vote_is_three_batches_whatever_the_number_of_participants() => Assert.All(
        [2, 20],
        participants => Assert.Equal((0, 3, 5), Count(_ => Votes.TwoPhaseCommit(participants), "vote", key: null)));

    [Fact]
    public void The_replay_of_a_start_is_at_most_four_requests() => VirtualTime.Run(async time =>
    {
        var store = new WatchedStore(new MemoryPartitionStore());
        var world = new World(time, store: store);
        await world.EndAsync((await world.StartAsync(key: "k")).Id);
        store.Reset();

        Assert.True((await world.StartAsync(key: "k")).IsReplay);

        Assert.InRange(store.Requests, 1, 4);
        return true;
    });

    [Fact]
    public void Reading_evidence_is_one_request() => VirtualTime.Run(async time =>
    {
        var store = new WatchedStore(new MemoryPartitionStore());
        var world = new World(time, store: store);
        var started = await world.StartAsync();
        await world.EndAsync(started.Id);
        store.Reset();

        await world.Client.EvidenceAsync(started.Id);

        Assert.Equal(1, store.Requests);
        return true;
    });

    private static (int Reads, int Commits, int RowWrites) Count(Func<OrderServices, Workflow> define, string workflow, string? key) =>
        VirtualTime.Run(async time =>
        {
            var store = new WatchedStore(new MemoryPartitionStore());
            var world = new World(time, define, store: store);
            // The number of shards is read once in a process's life.
            await world.Client.ListAsync(new TransactionQuery());
            store.Reset();

            var started = await world.Client.StartAsync(new StartRequest(workflow, JsonElement.Parse("""{"item":"book"}""")) { IdempotencyKey = key });
            await (world.Runner.Running(started.Id) ?? Task.CompletedTask);

            return (store.Reads, store.Commits, store.RowWrites);
        });
}
