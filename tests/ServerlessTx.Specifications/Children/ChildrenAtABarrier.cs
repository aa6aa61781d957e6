namespace ServerlessTx.Specifications;

/// <summary>What a child did is undone by a participant that did not do it: its barrier knows of no action, and the undo is no null compensation.</summary>
public sealed class ChildrenAtABarrier
{
    [Fact]
    public void What_a_child_did_is_undone_behind_a_barrier_that_never_saw_it_done_and_once() => VirtualTime.Run(async time =>
    {
        var (orders, warehouse) = (new OrderServices(time), new Warehouse(time));
        orders.On("pick", new Behaviour.ComesLate(TimeSpan.FromSeconds(1)));
        orders.On("bill", new Behaviour.Refuses("no"));
        var world = new World(time, _ => Order(orders, warehouse), orders: orders, build: tx => tx.AddWorkflow(Family.Shipment(orders)));

        Assert.Equal(
            """
            started            order
            step_done          ship
            wait_began         ship_ended 1
            signalled          ship_ended (by child)
            wait_decided       ship_ended 1: signalled
            step_done          ship_ended
            step_refused       bill: no
            decided            compensating: no
            unanswered         ship/undo 1: IOException: the answer was lost
            step_compensated   ship
            compensated
            """, await world.EndAsync((await world.StartAsync("order")).Id));
        Assert.Equal(1, await warehouse.CountAsync());
        return true;
    });

    private static Workflow Order(OrderServices orders, Warehouse warehouse) => Saga.For<Order>("order", 1, deadline: TimeSpan.FromMinutes(30))
        .Child("shipping", "ship", workflow: "shipment", within: TimeSpan.FromMinutes(2), call => call.Input, undo: "return_goods", warehouse.TakeBackAsync)
        .Step<Receipt>("billing", "bill", orders.Do, undo: "credit", orders.Undo);

    /// <summary>Counts what comes back, in the same write as its barrier's row. Its first answer is lost.</summary>
    private sealed class Warehouse(TimeProvider time)
    {
        private readonly Barrier _barrier = new(new MemoryPartitionStore(), time);
        private bool _hasAnswered;

        public async Task<Conclusion> TakeBackAsync(Call<Order> call, ChildEnd child)
        {
            var conclusion = await _barrier.ConcludeAsync(call, "goods", async rows =>
            {
                rows.Put("goods", new Goods((await GoodsAsync(rows)).Returned + 1));
                return Conclusion.Done(new { returned = child.TransactionId });
            });
            return _hasAnswered ? conclusion : throw Lost();
        }

        public Task<int> CountAsync() => _barrier.AloneAsync("goods", async rows => (await GoodsAsync(rows)).Returned);

        private static async Task<Goods> GoodsAsync(BarrierRows rows) => await rows.FindAsync<Goods>("goods") ?? new Goods(0);

        private IOException Lost()
        {
            _hasAnswered = true;
            return new IOException("the answer was lost");
        }
    }

    private sealed record Goods(int Returned);
}
