using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Verification;

/// <summary>Hosts in virtual time on one memory store, and one transaction that they drive.</summary>
internal sealed class Stage
{
    private readonly IPartitionStore _store = new MemoryPartitionStore();
    private readonly Workflow _workflow;
    private readonly string _storage;

    public Stage(VirtualTime time, Cast cast, Func<Cast, Workflow> define, string storage, TransactionId id)
    {
        (Time, Cast, Id, _storage) = (time, cast, id, storage);
        _workflow = define(cast);
    }

    /// <summary>The barrier that an operator's conclusions go through, if the service has one.</summary>
    public IParticipantBarrier? Barrier { get; init; }

    /// <summary>The workflow of its child.</summary>
    public Workflow? Child { get; init; }

    /// <summary>How long before its start it is begun.</summary>
    public TimeSpan? StartsIn { get; init; }

    public VirtualTime Time { get; }

    public Cast Cast { get; }

    public TransactionId Id { get; }

    /// <summary>The newest host.</summary>
    public IServiceProvider Host { get => field ??= NewHost(); private set; }

    public TransactionClient Client => Host.GetRequiredService<TransactionClient>();

    public TransactionRunner Runner => Host.GetRequiredService<TransactionRunner>();

    public TransactionStore Transactions => Host.GetRequiredService<TransactionStore>();

    public async Task BeginAsync()
    {
        var started = new Started
        {
            TransactionId = Id.ToString(),
            Definition = _workflow.Definition,
            // What an ad hoc transaction is given stands in its definition, branch by branch.
            Input = JsonElement.Parse(_workflow is AdHocWorkflow ? "{}" : """{"item":"bööк 😀"}"""),
            Deadline = (Time.GetUtcNow() + (StartsIn ?? TimeSpan.Zero)).AddMilliseconds(_workflow.Definition.DeadlineMs),
            StartsAt = Time.GetUtcNow() + StartsIn,
            Caller = "local",
            Promised = GuaranteeVector.PromisedBy(_workflow.Definition),
            Storage = _storage,
            IdempotencyKey = "a key",
            At = Time.GetUtcNow(),
        };
        await Transactions.BeginAsync(Id, new FirstAppend(started), keyRow: null, default);
    }

    /// <summary>The process goes away where it is; what its calls do they do all the same.</summary>
    public async Task CrashAsync(TimeSpan away)
    {
        await Runner.StopAsync();
        await Task.Delay(away, Time);
        await TakeOverAsync();
    }

    /// <summary>Another host takes the transaction over while the one before may still be at it.</summary>
    public async Task TakeOverAsync()
    {
        Host = NewHost();
        await Host.GetRequiredService<Recovery>().RunAsync(everything: true, default);
    }

    /// <summary>A driver that appends no takeover: the first, or one of which the first knows nothing.</summary>
    public async Task DriveBesideAsync()
    {
        Host = NewHost();
        _ = Runner.Start(Id, _workflow, await Transactions.LoadAsync(Id, default), Time.GetUtcNow().AddMinutes(2));
    }

    public Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Time);

    private ServiceProvider NewHost()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddServerlessTx(
            tx =>
            {
                tx.UseStore(_storage, _ => _store).AddParticipant(_ => Workflows.Anybody(Cast));
                if (_workflow is not AdHocWorkflow)
                    tx.AddWorkflow(_workflow);
                if (Child is { } child)
                    tx.AddWorkflow(child);
                if (Barrier is { } barrier)
                    tx.AddBarrier(_ => barrier);
            },
            options => options.Shards = 1);
        return services.BuildServiceProvider();
    }
}
