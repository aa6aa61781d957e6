using ServerlessTx.Samples;

namespace ServerlessTx.Testing.Tests;

public sealed class CrashMatrixTests
{
    private static readonly PlaceOrder Order = new() { CustomerId = "ann", Sku = "book", Quantity = 2, Amount = 30m };

    [Theory]
    [InlineData(2, 20)]
    [InlineData(5000, 20)]
    public void The_order_workflow_ends_the_same_wherever_its_process_vanishes(int quantity, int leastPoints) =>
        Assert.InRange(OrderMatrix(Order with { Quantity = quantity }).Check(), leastPoints, 500);

    [Fact]
    public void A_participant_without_a_barrier_is_found_with_both_ends_and_the_record()
    {
        var broken = Assert.Throws<CrashMatrixException>(() => ShelfMatrix(shelf => PlantedSteps.All["does it again (duplicate activity)"](shelf)).Check());
        Assert.Contains("It should be  completed, effects: available=97 held=0 sold=0", broken.Message, StringComparison.Ordinal);
        Assert.Contains("It is         completed, effects: available=94 held=0 sold=0", broken.Message, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"taken_over\"", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_honest_one_is_not() => Assert.InRange(ShelfMatrix(shelf => new HonestStep(shelf)).Check(), 5, 100);

    private static WorkflowCrashMatrix OrderMatrix(PlaceOrder order) => new()
    {
        Input = order,
        World = time =>
        {
            var store = new MemoryPartitionStore();
            return new WorkflowWorld
            {
                Define = points =>
                {
                    var barrier = new Barrier(points.Around(store), time);
                    return OrderFulfillment.Define(
                        new OrderService(barrier), new PaymentService(barrier), new InventoryService(barrier), new ShippingService(barrier), new NotificationService(barrier));
                },
                Effects = () => SampleRows.EffectsAsync(store),
            };
        },
    };

    private static WorkflowCrashMatrix ShelfMatrix(Func<Shelf, HonestStep> start) => new()
    {
        Input = new Take(3),
        World = _ =>
        {
            var shelf = new Shelf(new CrashPoints());
            return new WorkflowWorld
            {
                Define = points =>
                {
                    var step = start(shelf);
                    return Saga.For<Take>("take", 1).Step<Taken>("shelf", "take_goods", step.TakeAsync, undo: "put_back", step.PutBackAsync);
                },
                Effects = () => Task.FromResult(shelf.Effects),
            };
        },
    };
}
