using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>What <c>AddServerlessTx</c> hands out: workflows are registered on it, and the storage is chosen.</summary>
public sealed class ServerlessTxBuilder
{
    /// <summary>The key of the evidence's store among services: an application's own <see cref="IPartitionStore"/> is another.</summary>
    internal const string EvidenceStore = "ServerlessTx.Evidence";

    /// <summary>The key of the store in which choreographed services keep their rows.</summary>
    internal const string ChoreographyStore = "ServerlessTx.Choreographies";

    internal ServerlessTxBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers a workflow. Its participants come from dependency injection; nothing in a request can name a type or an address.</summary>
    public ServerlessTxBuilder AddWorkflow(Func<IServiceProvider, Workflow> define)
    {
        Services.AddSingleton<Workflow>(define);
        return this;
    }

    /// <summary>Registers a workflow that needs no services.</summary>
    public ServerlessTxBuilder AddWorkflow(Workflow workflow) => AddWorkflow(_ => workflow);

    /// <summary>Registers a participant by name, so that ad hoc transactions can ask it.</summary>
    public ServerlessTxBuilder AddParticipant(Func<IServiceProvider, Participant> participant)
    {
        Services.AddSingleton<Participant>(participant);
        return this;
    }

    /// <summary>
    /// Limits how many first-phase calls a participant gets at once, from all workflows and all hosts of the storage. What waits for its turn
    /// makes no attempt meanwhile; second-phase calls never wait.
    /// </summary>
    /// <param name="service">The service's name in evidence.</param>
    /// <param name="atOnce">From 1 to 1000.</param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public ServerlessTxBuilder LimitParticipant(string service, int atOnce) => Limit(LimitOf.Participant, service, atOnce);

    /// <summary>Limits how many first-phase calls the transactions of a workflow make at once, whatever participants they are to.</summary>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="atOnce">From 1 to 1000.</param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public ServerlessTxBuilder LimitWorkflow(string workflow, int atOnce) => Limit(LimitOf.Workflow, workflow, atOnce);

    private ServerlessTxBuilder Limit(LimitOf of, string name, int atOnce)
    {
        Services.AddSingleton(ConcurrencyLimit.Of(of, name, atOnce));
        return this;
    }

    /// <summary>Registers a participant's barrier, so that what an operator concludes by hand is written there first.</summary>
    public ServerlessTxBuilder AddBarrier(Func<IServiceProvider, IParticipantBarrier> barrier)
    {
        Services.AddSingleton<IParticipantBarrier>(barrier);
        return this;
    }

    /// <summary>
    /// Registers a type of aggregates: <see cref="Aggregates{TState, TCommand, TEvent}"/> can be asked for, and the routes serve it under its name.
    /// </summary>
    /// <param name="type">The type; its commands are what may be asked over HTTP.</param>
    /// <param name="store">Where its streams are kept; beside the evidence without one.</param>
    /// <param name="projections">Read models that are kept of them: ask a <see cref="Projector{TState}"/>. The type must have a feed.</param>
    public ServerlessTxBuilder AddAggregate<TState, TCommand, TEvent>(
        AggregateType<TState, TCommand, TEvent> type, Func<IServiceProvider, IPartitionStore>? store = null, params IReadOnlyList<Projection<TState>> projections)
        where TCommand : notnull where TEvent : class
    {
        Services.AddSingleton(provider => new Aggregates<TState, TCommand, TEvent>(
            type,
            store is null ? provider.GetRequiredKeyedService<IPartitionStore>(EvidenceStore) : store(provider),
            provider.GetRequiredService<TimeProvider>(),
            random: provider.GetRequiredService<RandomNumberGenerator>(),
            personal: provider.GetRequiredService<PersonalData>()));
        Services.AddSingleton<IBarrierPartitions>(provider => provider.GetRequiredService<Aggregates<TState, TCommand, TEvent>>());
        Services.AddSingleton<AggregateDesk>(provider =>
            new TypedDesk<TState, TCommand, TEvent>(type, provider.GetRequiredService<Aggregates<TState, TCommand, TEvent>>()));
        return projections.Count == 0 ? this : AddProjections(type, projections);
    }

    private ServerlessTxBuilder AddProjections<TState, TCommand, TEvent>(
        AggregateType<TState, TCommand, TEvent> type, IReadOnlyList<Projection<TState>> projections) where TCommand : notnull where TEvent : class
    {
        if (!type.HasFeed)
            throw new ArgumentException($"Projections of '{type.Name}' need its feed: set HasFeed, and deploy that everywhere before the first projection.");
        Services.AddSingleton(provider => new Projector<TState>(
            provider.GetRequiredService<Aggregates<TState, TCommand, TEvent>>().Projected,
            projections,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<RandomNumberGenerator>(),
            provider.GetRequiredService<ILogger<Projector<TState>>>()));
        Services.AddSingleton<IProjector>(provider => provider.GetRequiredService<Projector<TState>>());
        Services.AddHostedService<ProjectionService>();
        return this;
    }

    /// <summary>Chooses where evidence is kept; without a choice it is kept in memory and does not survive the process.</summary>
    /// <param name="kind">What evidence says it rests on: <c>azure_tables</c>, <c>azurite</c> or <c>memory</c>.</param>
    /// <param name="store">Opens the store.</param>
    public ServerlessTxBuilder UseStore(string kind, Func<IServiceProvider, IPartitionStore> store)
    {
        Services.Replace(ServiceDescriptor.KeyedSingleton(EvidenceStore, (provider, _) => store(provider)));
        Services.Configure<ServerlessTxOptions>(options => options.StorageKind = kind);
        return this;
    }

    /// <summary>Chooses where the keys of subjects are; without a choice they stand beside the evidence, and in its backups.</summary>
    /// <param name="keys">Opens them: a <see cref="SubjectKeyTable"/> over a table of their own, with a wrapping if there is a key vault.</param>
    public ServerlessTxBuilder UseSubjectKeys(Func<IServiceProvider, ISubjectKeys> keys)
    {
        Services.Replace(ServiceDescriptor.Singleton(keys));
        return this;
    }

    /// <summary>Keeps the keys of subjects in a table of their own, as they are.</summary>
    public ServerlessTxBuilder UseSubjectKeyTable(IPartitionStore store) => UseSubjectKeys(provider =>
        new SubjectKeyTable(store, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<RandomNumberGenerator>()));

    /// <summary>Registers a workflow by its two forms: which of them runs depends on the mode of its participants.</summary>
    public ServerlessTxBuilder AddModes(Func<IServiceProvider, ModeGroup> declare)
    {
        Services.AddSingleton<ModeGroup>(declare);
        return this;
    }

    /// <summary>Registers a choreography.</summary>
    public ServerlessTxBuilder AddChoreography(Choreography choreography)
    {
        Services.AddSingleton(choreography);
        return this;
    }

    /// <summary>
    /// Chooses where choreographed services keep their rows, and what brings their messages; without a choice both are in memory and do not
    /// survive the process.
    /// </summary>
    /// <param name="store">Opens the store.</param>
    /// <param name="bus">Opens the bus.</param>
    public ServerlessTxBuilder UseMessageBus(Func<IServiceProvider, IPartitionStore> store, Func<IServiceProvider, IMessageBus> bus)
    {
        Services.Replace(ServiceDescriptor.KeyedSingleton(ChoreographyStore, (provider, _) => store(provider)));
        Services.Replace(ServiceDescriptor.Singleton(bus));
        return this;
    }

    /// <summary>Has others drive, and recovery and housekeeping done by whoever knows when: this process keeps no loops of its own for them.</summary>
    internal ServerlessTxBuilder DriveWith(Func<IServiceProvider, ITransactionDrivers> drivers)
    {
        Services.Replace(ServiceDescriptor.Singleton(drivers));
        var loops = new[] { typeof(RecoveryService), typeof(HousekeepingService), typeof(ProjectionService), typeof(ChoreographyService), typeof(ModeService) };
        foreach (var loop in Services.Where(service => service.ServiceType == typeof(IHostedService) && loops.Contains(service.ImplementationType)).ToList())
            Services.Remove(loop);
        return this;
    }
}
