namespace ServerlessTx.Specifications;

/// <summary>Evidence that no driver writes, since an append is conditional, and that must be read one way all the same.</summary>
public sealed class EvidenceByHand
{
    [Fact]
    public void Of_two_decisions_in_one_slot_the_first_is_the_decision() => VirtualTime.Run(async time =>
    {
        var world = new World(time, SagaShapes.PivotAlone);
        world.Orders.On("ship", new Behaviour.Hangs(TimeSpan.FromSeconds(5)), Behaviour.Answers);
        var id = (await world.StartAsync("pivot_alone")).Id;
        await world.StopAsync();
        var evidence = await world.Transactions.LoadAsync(id, default);
        Assert.Equal(Decision.GoingForward, Assert.Single(evidence.Records.Select(recorded => recorded.Record).OfType<Decided>()).Decision);
        var second = new Decided { Slot = Slot.Direction, Decision = Decision.Compensating, Reason = "by_hand", By = "nobody", At = time.GetUtcNow() };
        var append = TransactionStore.Seal(evidence.Head, [RecordCodec.Encode(second)]);
        await world.Transactions.AppendAsync(id, append, "pivot_alone", TransactionStatus.Running, due: null, default);

        var next = new World(time, SagaShapes.PivotAlone, store: world.Store, orders: world.Orders);
        Assert.Equal(1, await next.Recovery.RunAsync(everything: true, default));
        Assert.Equal(TransactionStatus.Completed, (await next.Client.WaitAsync(id, TimeSpan.FromDays(1)))!.Status);
        Assert.Equal(["ship"], world.Orders.Effects);
        var appends = await next.Transactions.ReadAsync(id, StreamHead.Empty, default);
        Assert.Equal(
            [evidence.Head.Hash.ToString()],
            appends.SelectMany(Recorded.AllOf).Select(recorded => recorded.Record).OfType<Answered>().Select(answered => answered.Decision));
        Assert.Contains(EvidenceVerifier.Verify(appends).Broken, finding => finding.Rule == "one_decision_a_slot");
        return true;
    });
}
