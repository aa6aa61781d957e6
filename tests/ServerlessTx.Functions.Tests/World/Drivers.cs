using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessTx.Functions;
using ServerlessTx.Functions.Tests;

namespace ServerlessTx.Specifications;

/// <summary>Who drives in a world of these tests: orchestrations on the test double of a task hub.</summary>
internal static class Drivers
{
    public static ServerlessTxBuilder Use(ServerlessTxBuilder tx, World world)
    {
        tx.Services.AddSingleton(TestSettings.Standard);
        tx.Services.AddSingleton(provider => new Hub(world.Time, provider, HubFaults.Next));
        tx.Services.AddTriggers();
        tx.DriveWithOrchestrations();
        tx.Services.Replace(ServiceDescriptor.Singleton<DurableClients>(provider => new HubClients(provider.GetRequiredService<Hub>())));
        return tx;
    }

    /// <summary>The hub takes the faults that its maker chose.</summary>
    public static void Start(World world) => world.Services.GetRequiredService<Hub>();

    public static void Check(World world) => Assert.Empty(world.Services.GetRequiredService<Hub>().Violations);

    public static Task StopAsync(World world)
    {
        world.Services.GetRequiredService<Hub>().Stop();
        return Task.CompletedTask;
    }
}
