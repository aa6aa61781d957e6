using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Specifications;

/// <summary>
/// Who drives in a world: here, tasks of its process, as AddServerlessTx has it. The same specifications run on the Durable runtime, whose
/// tests have a class of this name with orchestrations.
/// </summary>
internal static class Drivers
{
    /// <summary>Replaces what drives.</summary>
    public static ServerlessTxBuilder Use(ServerlessTxBuilder tx, World world) => world is null ? throw new ArgumentNullException(nameof(world)) : tx;

    /// <summary>Starts what drives, once the world has its services.</summary>
    public static void Start(World world) => world.Services.GetRequiredService<ITransactionDrivers>();

    /// <summary>Fails when a driver did what none may. A task of a process may await what it likes.</summary>
    public static void Check(World world) => Assert.NotNull(world);

    /// <summary>Ends all drivers where they are.</summary>
    public static Task StopAsync(World world) => world.Services.GetRequiredService<TransactionRunner>().StopAsync();
}
