using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

internal static class WorldHub
{
    public static Hub Hub(this World world) => world.Services.GetRequiredService<Hub>();

    /// <summary>Waits for the orchestration's end, and does not touch the store meanwhile.</summary>
    public static async Task HubEndAsync(this World world, TransactionId id)
    {
        while (world.Hub().Find(id.ToString()) is not { IsOver: true })
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
    }

    /// <summary>Runs in a world of its own, whose hub goes wrong as the seed says.</summary>
    public static T Run<T>(int? seed, Func<OrderServices, Workflow>? define, Func<World, Task<T>> body, IPartitionStore? store = null) => VirtualTime.Run(async time =>
    {
        HubFaults.Next = new HubFaults(seed);
        var world = new World(time, define, store: store);
        return await body(world);
    });
}
