namespace ServerlessTx.Specifications;

/// <summary>Evidence that no driver writes, since an append is conditional, and that must be read one way all the same.</summary>
public sealed class EvidenceByHand
{
    [Fact]
    public void Of_two_decisions_in_one_slot_the_first_is_the_decision() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Orders.On("create_order", new Behaviour.Hangs(TimeSpan.FromSeconds(5)), Behaviour.Answers);
        var id = (await world.StartAsync()).Id;
        await world.StopAsync();
        await DecideAsync(world, id, Decision.Compensating);
        await DecideAsync(world, id, Decision.GoingForward);

        var next = new World(time, store: world.Store, orders: world.Orders);
        Assert.Equal(1, await next.Recovery.RunAsync(everything: true, default));
        Assert.EndsWith("compensated", await next.EndAsync(id), StringComparison.Ordinal);
        Assert.Empty(world.Orders.Effects);
        return true;
    });

    private static async Task DecideAsync(World world, TransactionId id, Decision decision)
    {
        var evidence = await world.Transactions.LoadAsync(id, default);
        var decided = new Decided { Slot = Slot.Direction, Decision = decision, Reason = "by_hand", By = "nobody", At = world.Time.GetUtcNow() };
        var append = TransactionStore.Seal(evidence.Head, [RecordCodec.Encode(decided)]);
        await world.Transactions.AppendAsync(id, append, "order_fulfillment", TransactionStatus.Running, due: null, default);
    }
}
