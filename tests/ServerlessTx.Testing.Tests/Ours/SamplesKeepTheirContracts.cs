using ServerlessTx.Samples;

namespace ServerlessTx.Testing.Tests;

/// <summary>The samples over the memory store, with a crash at each of their store operations.</summary>
public sealed class SamplesKeepTheirContracts
{
    private static readonly PlaceOrder Order = new() { CustomerId = "ann", Sku = "book", Quantity = 2, Amount = 30m };
    private static readonly Checkout Basket = new() { CustomerId = "ann", Sku = "book", Quantity = 2, Amount = 30m };
    private static readonly TransferMoney Money = new() { From = "ann", To = "bob", Amount = 30m };

    [Fact]
    public Task The_inventory_reserves_and_releases() => CheckStepAsync(
        Order with { Quantity = 5000 },
        barrier => new InventoryService(barrier) is var inventory ? new SagaStep<PlaceOrder, InventoryReserved>(inventory.ReserveAsync, inventory.ReleaseAsync) : null!);

    [Fact]
    public Task The_payment_is_charged_and_refunded() => CheckStepAsync(
        Order with { Amount = 500_000m },
        barrier => new PaymentService(barrier) is var payments ? new SagaStep<PlaceOrder, PaymentCharged>(payments.ChargeAsync, payments.RefundAsync) : null!);

    [Fact]
    public Task The_order_is_created_and_cancelled() => CheckStepAsync(
        refused: null,
        barrier => new OrderService(barrier) is var orders ? new SagaStep<PlaceOrder, OrderCreated>(orders.CreateAsync, orders.CancelAsync) : null!);

    [Fact]
    public Task Goods_are_held_and_allocated() => new TccContract<Checkout>
    {
        Input = Basket,
        RefusedInput = Basket with { Quantity = 5000 },
        World = World<ITccParticipant<Checkout>>(barrier => new InventoryReservations(barrier, new ExpiredHolds(Nobody, TimeProvider.System))),
    }.CheckAsync();

    [Fact]
    public Task Money_is_held_and_paid() => new TccContract<Checkout>
    {
        Input = Basket,
        RefusedInput = Basket with { Amount = 500_000m },
        World = World<ITccParticipant<Checkout>>(barrier => new PaymentReservations(barrier, new ExpiredHolds(Nobody, TimeProvider.System))),
    }.CheckAsync();

    [Fact]
    public Task The_accounts_database_moves_money() => new TwoPhaseCommitContract<TransferMoney>
    {
        Input = Money,
        RefusedInput = Money with { Amount = 500_000m },
        World = World<IResourceManager<TransferMoney>>(barrier => new AccountsDb(barrier, Locks())),
    }.CheckAsync();

    [Fact]
    public Task The_ledger_database_enters_it() => new TwoPhaseCommitContract<TransferMoney>
    {
        Input = Money,
        World = World<IResourceManager<TransferMoney>>(barrier => new LedgerDb(barrier, Locks())),
    }.CheckAsync();

    private static InDoubt Nobody => new(new NothingDecided());

    private static RowLocks Locks() => new(Nobody, TimeProvider.System, TimeSpan.FromMilliseconds(50));

    private static Task CheckStepAsync<TResult>(PlaceOrder? refused, Func<Barrier, SagaStep<PlaceOrder, TResult>> start) =>
        new SagaStepContract<PlaceOrder, TResult> { Input = Order, RefusedInput = refused, World = World(start) }.CheckAsync();

    private static Func<CrashPoints, Task<ParticipantWorld<T>>> World<T>(Func<Barrier, T> start) => points =>
    {
        var store = new MemoryPartitionStore();
        return Task.FromResult(new ParticipantWorld<T>
        {
            Start = () => start(new Barrier(points.Around(store), TimeProvider.System)),
            Effects = () => SampleRows.EffectsAsync(store),
        });
    };

    private sealed class NothingDecided : IDecisions
    {
        public Task<DecisionState?> AskAsync(TransactionId id, CancellationToken cancellation = default) =>
            Task.FromResult<DecisionState?>(new DecisionState(id.ToString(), null, TimeProvider.System.GetUtcNow(), IsNew: false));
    }
}
