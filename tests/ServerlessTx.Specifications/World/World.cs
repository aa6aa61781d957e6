using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Specifications;

/// <summary>A host in virtual time on the memory store, with the order workflow and services whose behaviour a test chooses.</summary>
internal class World
{
    private readonly ServiceProvider _services;

    public World(
        VirtualTime time, Func<OrderServices, Workflow>? define = null, Action<ServerlessTxOptions>? configure = null,
        IPartitionStore? store = null, OrderServices? orders = null, Action<ServerlessTxBuilder>? build = null)
    {
        Time = time;
        Orders = orders ?? new OrderServices(time);
        Store = store ?? new MemoryPartitionStore();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddServerlessTx(
            tx =>
            {
                Drivers.Use(tx.UseStore("memory", _ => Store).AddWorkflow((define ?? OrderServices.OrderFulfillment)(Orders)), this);
                build?.Invoke(tx);
            },
            options =>
            {
                options.Shards = 1;
                options.HostName = "host_b";
                configure?.Invoke(options);
            });
        _services = services.BuildServiceProvider();
        Drivers.Start(this);
    }

    public VirtualTime Time { get; }

    public IPartitionStore Store { get; }

    public OrderServices Orders { get; }

    public TransactionClient Client => _services.GetRequiredService<TransactionClient>();

    public Recovery Recovery => _services.GetRequiredService<Recovery>();

    public IServiceProvider Services => _services;

    /// <summary>The drivers of this process.</summary>
    public TransactionRunner Runner => _services.GetRequiredService<TransactionRunner>();

    public TransactionStore Transactions => _services.GetRequiredService<TransactionStore>();

    /// <summary>Whatever else the host has.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task<StartedTransaction> StartAsync(string workflow = "order_fulfillment", string? key = null) =>
        Client.StartAsync(new StartRequest(workflow, JsonElement.Parse("""{"item":"book"}""")) { IdempotencyKey = key });

    /// <summary>Ends this host's drivers where they are.</summary>
    public Task StopAsync() => Drivers.StopAsync(this);

    /// <summary>Waits for its end. Whatever a test expects of it, a stranger can check its evidence, whichever runtime drove it.</summary>
    public async Task<string> EndAsync(TransactionId id)
    {
        await Client.WaitAsync(id, TimeSpan.FromDays(30));
        var transcript = await TranscriptAsync(id);
        var report = EvidenceVerifier.Verify(JsonSerializer.SerializeToUtf8Bytes(await Client.EvidenceAsync(id), WireJson.Tolerant));
        Assert.True(
            report.Outcome is VerificationOutcome.Holds,
            $"{report.Reason}{string.Join('\n', report.Broken.SelectMany(finding => finding.Breaches.Select(breach => $"{finding.Rule}: {breach}")))}\n{transcript}");
        return transcript;
    }

    public async Task<string> TranscriptAsync(TransactionId id)
    {
        Drivers.Check(this);
        return Transcript.Of((await Transactions.LoadAsync(id, default)).Records.Select(recorded => recorded.Record));
    }

    /// <summary>Runs one transaction to its end in a world of its own.</summary>
    public static string Run(Action<OrderServices> arrange, Func<OrderServices, Workflow>? define = null, Func<World, TransactionId, Task>? meanwhile = null) =>
        VirtualTime.Run(async time =>
        {
            var world = new World(time, define);
            arrange(world.Orders);
            var started = await world.StartAsync(OrderServices.NameOf(define, world.Orders));
            if (meanwhile is not null)
                await meanwhile(world, started.Id);
            return await world.EndAsync(started.Id);
        });
}
