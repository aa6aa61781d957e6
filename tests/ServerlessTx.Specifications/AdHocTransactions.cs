using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>A request describes its own transaction over registered participants; its definition is stored whole.</summary>
public sealed class AdHocTransactions
{
    private const string Saga = """
        {"pattern":"saga","steps":[
          {"participant":"shop","operation":"check","input":{"item":"book"}},
          {"parallel":[
            {"participant":"shop","operation":"charge","input":{"item":"book"}},
            {"participant":"shop","operation":"charge","branch":"charge_tip","input":{"item":"tip"}}]},
          {"participant":"shop","operation":"ship","input":{"item":"book"}},
          {"participant":"shop","operation":"mail","input":{"item":"book"}}]}
        """;

    [Fact]
    public void A_saga_runs_as_it_was_described() => Assert.Equal(
        """
        started            ad_hoc
        step_done          check
        step_done          charge
        step_done          charge_tip
        decided            going_forward
        step_done          ship
        step_done          mail
        completed
        """, Run(Saga));

    [Fact]
    public void A_refusal_undoes_it_and_a_step_with_nothing_to_undo_is_left() => Assert.Equal(
        """
        started            ad_hoc
        step_done          check
        step_done          charge
        step_refused       charge_tip: no_tips
        decided            compensating: no_tips
        step_compensated   charge
        compensated
        """, Run(Saga, orders => orders.On("charge_tip", new Behaviour.Refuses("no_tips"))));

    [Fact]
    public void A_host_that_did_not_begin_it_binds_its_participants_again() => VirtualTime.Run(async time =>
    {
        var first = WorldWithShop(time, new OrderServices(time), new MemoryPartitionStore());
        first.Orders.On("charge", new Behaviour.ComesLate(TimeSpan.FromDays(1)));
        var started = await StartAsync(first, Saga);
        await first.StopAsync();
        first.Orders.On("charge", Behaviour.Answers);

        var second = WorldWithShop(time, first.Orders, first.Store);
        Assert.Equal(1, await second.Recovery.RunAsync(everything: true, default));
        Assert.EndsWith("completed", await second.EndAsync(started.Id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void A_request_repeated_with_its_key_is_the_same_transaction() => VirtualTime.Run(async time =>
    {
        var world = WorldWithShop(time, new OrderServices(time), new MemoryPartitionStore());
        var first = await StartAsync(world, Saga, key: "k");
        var second = await StartAsync(world, Saga, key: "k");
        Assert.Equal((first.Id, true), (second.Id, second.IsReplay));
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => StartAsync(world, Saga.Replace("tip\"}", "top\"}", StringComparison.Ordinal), key: "k"));
        return true;
    });

    [Theory]
    [InlineData("""{"pattern":"saga"}""", "$.steps", "there must be at least one")]
    [InlineData("""{"pattern":"saga","participants":[]}""", "$.participants", "a saga has steps")]
    [InlineData("""{"pattern":"tcc","steps":[]}""", "$.steps", "a vote has participants")]
    [InlineData("""{"pattern":"saga","steps":[{"operation":"charge","input":{"item":"a"}}]}""", "$.steps[0]", "participant is missing")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"nobody","operation":"charge","input":{"item":"a"}}]}""", "$.steps[0].participant", "there are: shop")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"shop","operation":"fly","input":{"item":"a"}}]}""", "$.steps[0].operation", "has no fly; it has: charge, check, mail, ship")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"shop","operation":"charge"}]}""", "$.steps[0]", "input is missing")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"shop","operation":"charge","input":{"thing":"a"}}]}""", "$.steps[0].input", "item")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"shop","operation":"mail","input":{"item":"a"}},{"participant":"shop","operation":"charge","input":{"item":"a"}}]}""", "$.steps", "compensatable steps come first")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"shop","operation":"charge","input":{"item":"a"}},{"participant":"shop","operation":"charge","input":{"item":"a"}}]}""", "$.steps", "'charge' stands in it twice")]
    [InlineData("""{"pattern":"saga","steps":[{"parallel":[{"parallel":[]}]}]}""", "$.steps[0].parallel[0].parallel", "first level")]
    [InlineData("""{"pattern":"two_phase_commit","participants":[{"participant":"shop","input":{"item":"a"}}]}""", "$.participants[0].participant", "has no prepare")]
    [InlineData("""{"pattern":"saga","deadline":"2020-01-01T00:00:00Z","steps":[{"participant":"shop","operation":"charge","input":{"item":"a"}}]}""", "$.deadline", "has passed")]
    [InlineData("""{"pattern":"saga","name":"order_fulfillment","steps":[{"participant":"shop","operation":"charge","input":{"item":"a"}}]}""", "$.name", "registered workflow")]
    public void A_wrong_shape_is_refused_with_its_place_and_begins_nothing(string body, string place, string reason) => VirtualTime.Run(async time =>
    {
        var world = WorldWithShop(time, new OrderServices(time), new MemoryPartitionStore());
        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(() => StartAsync(world, body));
        Assert.StartsWith(place, refused.Place, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Reason + refused.Place, StringComparison.Ordinal);
        Assert.Empty((await world.Client.ListAsync(new TransactionQuery())).Transactions);
        return true;
    });

    [Fact]
    public void More_than_64_participants_are_refused() => VirtualTime.Run(async time =>
    {
        var world = WorldWithShop(time, new OrderServices(time), new MemoryPartitionStore());
        var steps = string.Join(",", Enumerable.Range(0, 65).Select(i => $$$"""{"participant":"shop","operation":"charge","branch":"b{{{i}}}","input":{"item":"a"}}"""));
        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(() => StartAsync(world, $$$"""{"pattern":"saga","steps":[{{{steps}}}]}"""));
        Assert.Contains("1 to 64 participants, this one 65", refused.Reason, StringComparison.Ordinal);
        return true;
    });

    private static string Run(string body, Action<OrderServices>? arrange = null) => VirtualTime.Run(async time =>
    {
        var world = WorldWithShop(time, new OrderServices(time), new MemoryPartitionStore());
        arrange?.Invoke(world.Orders);
        return await world.EndAsync((await StartAsync(world, body)).Id);
    });

    private static Task<StartedTransaction> StartAsync(World world, string body, string? key = null) =>
        world.Client.StartAdHocAsync(new StartRequest("", JsonElement.Parse(body)) { IdempotencyKey = key });

    private static World WorldWithShop(VirtualTime time, OrderServices orders, IPartitionStore store) => new(
        time, store: store, orders: orders, build: tx => tx.AddParticipant(_ => Participant.Named("shop")
            .Step<Order, Receipt>("check", orders.Do)
            .Step<Order, Receipt>("charge", orders.Do, undo: "refund", orders.Undo)
            .Pivot<Order, Receipt>("ship", orders.Do)
            .Retriable<Order>("mail", orders.Conclude)));
}
