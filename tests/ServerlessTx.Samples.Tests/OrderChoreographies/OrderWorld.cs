using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Samples.Tests;

/// <summary>
/// The choreographed order in virtual time, each of its services a process of its own that can be up or down. Several worlds may share a store
/// and a bus: they are the lives of one host.
/// </summary>
internal sealed class OrderWorld
{
    public static readonly string[] Everybody = [Orders.Service, "payment_service", "inventory_service", "shipping_service"];

    private readonly VirtualTime _time;
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, CancellationTokenSource> _up = [];
    private readonly CancellationTokenSource _watched = new();

    public OrderWorld(VirtualTime time, IPartitionStore? store = null, IMessageBus? bus = null, MessageWeather? weather = null, Choreography? choreography = null,
        TimeSpan? retention = null)
    {
        (_time, Store) = (time, store ?? new MemoryPartitionStore());
        Choreography = choreography ?? OrderChoreography.Define();
        Bus = bus ?? new MemoryMessageBus(Choreography.Subscriptions, time, weather);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information));
        services.AddSingleton<TimeProvider>(time);
        services.AddServerlessTx(tx => tx.AddChoreography(Choreography).UseMessageBus(_ => Store, _ => Bus), options => options.Retention = retention);
        _services = services.BuildServiceProvider();
    }

    public IPartitionStore Store { get; }

    public IMessageBus Bus { get; }

    public Choreography Choreography { get; }

    public KeptLog Log { get; } = new();

    public ChoreographyClient Client => _services.GetRequiredService<ChoreographyClient>();

    public DeadLetters DeadLetters => _services.GetRequiredService<DeadLetters>();

    public ChoreographyWatch Watch => _services.GetRequiredService<ChoreographyWatch>();

    public RunPurge Purge => _services.GetRequiredService<RunPurge>();

    public ChoreographyMessages Messages => _services.GetRequiredService<ChoreographyMessages>();

    public Reactor Reactor => _services.GetRequiredService<Reactor>();

    public IMessageQueue Queue(string service) => ((IMessageQueues)Bus).Open(service);

    /// <summary>Everybody is up, and somebody looks after what is not settled.</summary>
    public OrderWorld Live(params IEnumerable<string> except)
    {
        Up(Everybody.Except(except).ToArray());
        _ = WatchAsync(_watched.Token);
        return this;
    }

    /// <summary>Everybody stops, so that days pass at once.</summary>
    public Task Sleep(TimeSpan time)
    {
        Down([.. _up.Keys]);
        _watched.Cancel();
        return Pass(time);
    }

    public void Up(params IReadOnlyList<string> services)
    {
        foreach (var service in services)
        {
            var stop = _up[service] = new CancellationTokenSource();
            var pump = new MessagePump(
                service, Queue(service), (message, ending) => Messages.HandleAsync(Choreography, service, message, ending), _time, NullLogger.Instance);
            _ = pump.RunAsync(TimeSpan.FromMilliseconds(250), stop.Token);
        }
    }

    public void Down(params IReadOnlyList<string> services)
    {
        foreach (var service in services)
            _up[service].Cancel();
    }

    public async Task<TransactionId> PlaceAsync(int quantity = 2, decimal amount = 100, string shipTo = "home", string? key = null) =>
        (await Client.StartAsync(new StartRequest(OrderChoreography.Name, Input(quantity, amount, shipTo)) { IdempotencyKey = key })).Id;

    public static JsonElement Input(int quantity = 2, decimal amount = 100, string shipTo = "home") =>
        JsonSerializer.SerializeToElement(new { customer_id = "ann", sku = "book", quantity, amount, ship_to = shipTo });

    public Task Pass(TimeSpan time) => Task.Delay(time, _time);

    /// <summary>Waits until everybody has answered, and hands back what happened as a person reads it.</summary>
    public async Task<string> SettledAsync(TransactionId id)
    {
        for (var i = 0; i < 100_000; i++)
        {
            if ((await Client.GetAsync(id))!.Status.IsEnd())
            {
                await VerifyAsync(id);
                return await TranscriptAsync(id);
            }

            await Pass(TimeSpan.FromMilliseconds(500));
        }

        throw new InvalidOperationException($"It does not settle:\n{await TranscriptAsync(id)}");
    }

    public async Task<ChoreographyStory> StoryAsync(TransactionId id) => (await _services.GetRequiredService<ChoreographyReader>().FindAsync(id, default))!;

    /// <summary>A stranger finds nothing wrong with either form of the document.</summary>
    public async Task VerifyAsync(TransactionId id)
    {
        foreach (var view in Enum.GetValues<EvidenceView>())
        {
            var report = EvidenceVerifier.Verify(JsonSerializer.SerializeToUtf8Bytes(await Client.EvidenceAsync(id, view), WireJson.Tolerant));
            Assert.True(
                report.Outcome is VerificationOutcome.Holds,
                $"{report.Reason}{string.Join('\n', report.Broken.SelectMany(broken => broken.Breaches.Select(breach => $"{broken.Rule}: {breach}")))}\n{await TranscriptAsync(id)}");
        }
    }

    /// <summary>A line for each event that a service met, and how it stands.</summary>
    public async Task<string> TranscriptAsync(TransactionId id)
    {
        var story = await StoryAsync(id);
        var lines = story.Reactions.Select(hop => (Reacted)hop.Record)
            .Select(reacted => $"{reacted.Event ?? "-",-18}{reacted.Operation,-20}{reacted.Says ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(reacted.Outcome.ToString())}");
        return string.Join('\n', [.. lines, story.Status.Word()]);
    }

    /// <summary>Every event that was published so far comes once more, to everyone who heard it.</summary>
    public static async Task RepeatAsync(OrderWorld world, ChoreographyStory story)
    {
        foreach (var said in story.Reactions.Where(hop => ((Reacted)hop.Record).SaysId is not null))
        {
            var message = Reactor.MessageOf((Reacted)said.Record, said.Service, TransactionId.Parse(story.Began.SagaId), story.Began.Input, null).ToMessage();
            foreach (var subscription in world.Choreography.Subscriptions.Where(subscription => subscription.Wants(world.Choreography.Topic, message)))
            {
                var again = new IncomingMessage(message.Id, message.Body, 1) { ContentType = OutgoingMessage.ContentType };
                Assert.IsType<Settlement.Complete>(await world.Messages.HandleAsync(world.Choreography, subscription.Name, again));
            }
        }
    }

    /// <summary>The money, the goods and the parcels that there are, which no order makes or destroys.</summary>
    public async Task<string> BooksAsync()
    {
        var samples = new SampleStore(Store);
        var balance = await OneAsync("accounts", "balance");
        var available = await OneAsync("stock", "available");
        return $"balance {balance ?? "untouched"}, stock {available ?? "untouched"}, {(await samples.ReadAsync("shipments"))!.Count} shipped, "
            + $"orders {string.Join(" ", (await samples.ReadAsync("orders"))!.Select(order => order.GetProperty("status").GetString()))}";

        async Task<string?> OneAsync(string kind, string field) =>
            (await samples.ReadAsync(kind))!.Select(row => row.GetProperty(field).GetRawText()).SingleOrDefault();
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Watch.RunAsync(default);
            await Task.Delay(TimeSpan.FromSeconds(5), _time, stopping);
        }
    }
}
