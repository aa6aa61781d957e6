using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessTx.AspNetCore;
using ServerlessTx.AzureTables;
using ServerlessTx.CloudEvents;
using ServerlessTx.Participants.Http;
using ServerlessTx.Samples;

namespace ServerlessTx.Functions;

/// <summary>What every host of ServerlessTx adds, and what makes this one drive with orchestrations.</summary>
internal static class AppServices
{
    /// <summary>The caller in evidence: the app does not learn which function key was used.</summary>
    public const string Caller = "functions";

    public static IServiceCollection AddApp(
        this IServiceCollection services, AppSettings settings, IConfiguration configuration, TablePartitionStore evidence, IPartitionStore keys, IPartitionStore samples)
    {
        services.AddServerlessTx(
            tx => tx.UseAzureTables(evidence).UseSubjectKeyTable(keys).AddSamples(_ => samples, modes: settings.Modes).AddHttpParticipants(configuration)
                .AddChoreography(OrderChoreography.Define()).UseMessageBus(_ => samples, provider => new ClaimCheckedBus(
                    new ServiceBusBus(ServiceBuses.Open(settings.ServiceBus), OrderChoreography.Define().Subscriptions), provider.GetRequiredService<ClaimCheck>()))
                .DriveWithOrchestrations().Limit(settings),
            options =>
            {
                options.Shards = settings.Shards;
                options.Grace = settings.Grace;
                options.KeyLifetime = settings.KeyLifetime;
                options.Retention = settings.Retention;
            });
        return services.AddSingleton(settings).AddTriggers();
    }

    /// <summary>Replaces the drivers of this process by orchestrations.</summary>
    public static ServerlessTxBuilder DriveWithOrchestrations(this ServerlessTxBuilder tx)
    {
        tx.Services.AddSingleton<DurableClients>();
        tx.Services.AddSingleton<DurableEffects>();
        tx.Services.AddSingleton<DurableDrivers>();
        return tx.DriveWith(provider => provider.GetRequiredService<DurableDrivers>());
    }

    private static void Limit(this ServerlessTxBuilder tx, AppSettings settings)
    {
        foreach (var (participant, atOnce) in settings.ParticipantLimits)
            tx.LimitParticipant(participant, atOnce);
        foreach (var (workflow, atOnce) in settings.WorkflowLimits)
            tx.LimitWorkflow(workflow, atOnce);
    }

    /// <summary>What the triggers hand their requests to.</summary>
    public static IServiceCollection AddTriggers(this IServiceCollection services)
    {
        services.Configure<ServerlessTxHttpOptions>(http => http.Caller = _ => Caller);
        services.AddSingleton(provider => new ServerlessTxApi(provider));
        services.AddSingleton(provider => new TransactionMessages(
            provider.GetRequiredService<TransactionClient>(), Caller, provider.GetRequiredService<ILogger<TransactionMessages>>()));
        services.AddSingleton<SignalMessages>();
        services.AddSingleton<FinishedInstances>();
        return services;
    }
}
