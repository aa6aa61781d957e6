using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>Where the services keep their barriers, for a host that purges.</summary>
internal sealed class BarrierPlaces(IPartitionStore rows) : IBarrierPartitions
{
    public static IReadOnlyList<string> All { get; } =
    [
        OrderService.Partition, PaymentService.Partition, InventoryService.Partition, ShippingService.Partition, NotificationService.Partition,
        Transfer.Accounts, Transfer.Ledger, Boxes.Partition,
    ];

    public IPartitionStore Store => rows;

    public Task<IReadOnlyList<string>> PartitionsAsync(CancellationToken cancellation = default) => Task.FromResult(All);
}
