using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ServerlessTx;

/// <summary>Adds ServerlessTx to an application.</summary>
public static class ServerlessTxServices
{
    /// <summary>Adds the client, the drivers of this process and recovery.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="build">Registers workflows and chooses the storage.</param>
    /// <param name="configure">Sets options. Wrong ones stop the start with a line that says which.</param>
    public static IServiceCollection AddServerlessTx(
        this IServiceCollection services, Action<ServerlessTxBuilder> build, Action<ServerlessTxOptions>? configure = null)
    {
        services.AddOptions<ServerlessTxOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServerlessTxOptions>, ServerlessTxOptionsRules>());
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.TryAddKeyedSingleton<IPartitionStore, MemoryPartitionStore>(ServerlessTxBuilder.EvidenceStore);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<ServerlessTxOptions>>().Value);
        services.TryAddSingleton(provider => new ParticipantRegistry(provider.GetServices<Participant>()));
        services.TryAddSingleton(provider => new WorkflowRegistry(
            [.. provider.GetServices<Workflow>(), .. provider.GetRequiredService<ModeRegistry>().StrictForms],
            provider.GetRequiredService<ParticipantRegistry>(),
            provider.GetRequiredService<ModeRegistry>().DegradedForms));
        services.TryAddSingleton(provider => new AggregateDesks(provider.GetServices<AggregateDesk>()));
        services.TryAddSingleton<AdHocReader>();
        services.TryAddSingleton<AdHocSealing>();
        services.TryAddSingleton<ISubjectKeys>(provider => new SubjectKeyTable(
            provider.GetRequiredKeyedService<IPartitionStore>(ServerlessTxBuilder.EvidenceStore),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<RandomNumberGenerator>()));
        services.TryAddSingleton<PersonalData>();
        services.TryAddSingleton<ShardMap>();
        services.TryAddSingleton<TransactionStore>();
        services.TryAddSingleton<ICoordinatorId, CoordinatorId>();
        services.TryAddSingleton<TransactionList>();
        services.TryAddSingleton<IForgottenTransactions>(provider => provider.GetRequiredService<TransactionStore>().Mark);
        services.TryAddSingleton<IdempotencyKeys>();
        services.TryAddSingleton<OutsideWriter>();
        services.TryAddSingleton<KeyAttempts>();
        services.TryAddSingleton<OperationRows>();
        services.TryAddSingleton<OperationPlaces>();
        services.TryAddSingleton<OperationProcess>();
        services.TryAddSingleton<KeyDocuments>();
        services.TryAddSingleton<KeySweep>();
        services.TryAddSingleton<StreamPurge>();
        services.TryAddSingleton<BarrierPurge>();
        services.TryAddSingleton<Purge>();
        services.TryAddSingleton<Housekeeping>();
        services.TryAddSingleton(provider => new IdempotentOperations(
            provider.GetRequiredService<OperationProcess>(), provider.GetRequiredService<KeyDocuments>()));
        services.TryAddSingleton<LockRows>();
        services.TryAddSingleton(provider => new Locks(
            provider.GetRequiredService<LockRows>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<RandomNumberGenerator>()));
        services.TryAddSingleton<Turning>();
        services.TryAddSingleton<SignalDesk>();
        services.TryAddSingleton<OperatorDesk>();
        services.TryAddSingleton(provider => new ConcurrencyLimits(
            provider.GetServices<ConcurrencyLimit>(), provider.GetRequiredService<TransactionStore>(), provider.GetRequiredService<ShardMap>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<RandomNumberGenerator>().Hex(10)));
        services.TryAddSingleton<ChildNotices>();
        services.TryAddSingleton<IChildren, ChildDesk>();
        // What begins transactions needs whoever drives them, and driving a parent begins its children.
        services.TryAddSingleton(provider => new Lazy<IChildren>(provider.GetRequiredService<IChildren>));
        services.TryAddSingleton(provider => new Lazy<ChildNotices>(provider.GetRequiredService<ChildNotices>));
        services.TryAddSingleton<CallEffect>();
        services.TryAddSingleton<TransactionRunner>();
        services.TryAddSingleton<ITransactionDrivers>(provider => provider.GetRequiredService<TransactionRunner>());
        services.TryAddSingleton<Decisions>();
        services.TryAddSingleton<IDecisions>(provider => provider.GetRequiredService<Decisions>());
        services.TryAddSingleton<TransactionStarter>();
        services.TryAddSingleton<Recovery>();
        services.TryAddSingleton(provider => new TransactionClient(
            provider.GetRequiredService<TransactionStarter>(),
            provider.GetRequiredService<TransactionStore>(),
            provider.GetRequiredService<TransactionList>(),
            provider.GetRequiredService<Turning>(),
            provider.GetRequiredService<OperatorDesk>(),
            provider.GetRequiredService<SignalDesk>(),
            provider.GetRequiredService<Decisions>(),
            provider.GetRequiredService<ITransactionDrivers>(),
            provider.GetRequiredService<PersonalData>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddChoreographies();
        services.TryAddModes();
        services.AddHostedService<RecoveryService>();
        services.AddHostedService<HousekeepingService>();
        services.AddHostedService<ChoreographyService>();
        services.AddHostedService<ModeService>();
        build(new ServerlessTxBuilder(services));
        return services;
    }
}
