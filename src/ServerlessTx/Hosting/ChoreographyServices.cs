using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>What choreographies run on.</summary>
internal static class ChoreographyServices
{
    public static void TryAddChoreographies(this IServiceCollection services)
    {
        services.TryAddKeyedSingleton<IPartitionStore, MemoryPartitionStore>(ServerlessTxBuilder.ChoreographyStore);
        services.TryAddSingleton(provider => new ChoreographyRegistry(provider.GetServices<Choreography>()));
        services.TryAddSingleton<IMessageBus>(provider => new MemoryMessageBus(
            provider.GetRequiredService<ChoreographyRegistry>().All.SelectMany(choreography => choreography.Subscriptions),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new DeadLetters(
            provider.GetRequiredService<ChoreographyRegistry>(), provider.GetRequiredService<IMessageBus>(), provider.GetRequiredService<Reactor>(),
            provider.GetRequiredService<ILogger<DeadLetters>>()));
        services.TryAddSingleton(provider => new ClaimCheck(
            Store(provider), provider.GetRequiredService<ChoreographyRegistry>().All.SelectMany(choreography => choreography.Subscriptions)));
        services.TryAddSingleton(provider => provider.GetRequiredService<IMessageBus>() as IMessageQueues
            ?? throw new InvalidOperationException("This bus is not polled: hand its messages to ChoreographyMessages where it calls."));
        services.TryAddSingleton(provider => new OutboxRelay(
            Store(provider), provider.GetRequiredService<IMessageBus>(), provider.GetRequiredService<ILogger<OutboxRelay>>()));
        services.TryAddSingleton(provider => new Reactor(Store(provider), provider.GetRequiredService<OutboxRelay>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ChoreographyReader>();
        services.TryAddSingleton(provider => new ChoreographyMessages(
            provider.GetRequiredService<Reactor>(), provider.GetRequiredService<ILogger<ChoreographyMessages>>()));
        services.TryAddSingleton(provider => new ChoreographyWatch(
            provider.GetRequiredService<ChoreographyRegistry>(), provider.GetRequiredService<ChoreographyReader>(), provider.GetRequiredService<Reactor>(),
            Store(provider), provider.GetRequiredService<OutboxRelay>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ChoreographyWatch>>()));
        services.TryAddSingleton(provider => new RunPurge(
            provider.GetRequiredService<ChoreographyRegistry>(), provider.GetRequiredService<Reactor>(), Store(provider),
            provider.GetRequiredService<ServerlessTxOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new ChoreographyClient(
            provider.GetRequiredService<ChoreographyRegistry>(), provider.GetRequiredService<ChoreographyReader>(), provider.GetRequiredService<Reactor>(),
            Store(provider), provider.GetRequiredService<ServerlessTxOptions>(), provider.GetRequiredService<PersonalData>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<RandomNumberGenerator>()));
    }

    private static IPartitionStore Store(IServiceProvider provider) =>
        provider.GetRequiredKeyedService<IPartitionStore>(ServerlessTxBuilder.ChoreographyStore);
}
