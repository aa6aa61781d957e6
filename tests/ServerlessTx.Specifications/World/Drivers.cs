using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Specifications;

/// <summary>
/// Who drives in a world: here, tasks of its process. The same specifications run on the Durable runtime, whose tests have a class of
/// this name with orchestrations.
/// </summary>
internal static class Drivers
{
    public static void Use(ServerlessTxBuilder tx, World world)
    {
        // What AddServerlessTx registers drives in the process.
        _ = (tx, world);
    }

    public static Task StopAsync(World world) => world.Services.GetRequiredService<TransactionRunner>().StopAsync();
}
