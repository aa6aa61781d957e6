using System.Text;
using ServerlessTx.LocalHost;

namespace ServerlessTx.Contracts;

/// <summary>
/// What every bus that is polled promises. <see cref="MemoryMessageBus"/> is the reference: what it does, all do.
/// </summary>
public abstract partial class MessageBusContract : IAsyncLifetime
{
    private const string Topic = "orders";

    private static readonly Subscription[] Subscriptions =
    [
        new("payment_service", Topic, "OrderCreated", "OrderExpired"),
        new("audit", Topic),
        new("elsewhere", "others"),
    ];

    private static readonly MessageQueueOptions Options = new() { LockDuration = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(1) };

    private IMessageBus _bus = null!;
    private IMessageQueues _queues = null!;
    private IDeadLetterQueues _dead = null!;

    /// <summary>A bus that nobody else uses, with nothing in it.</summary>
    protected abstract Task<IMessageBus> OpenAsync(IReadOnlyList<Subscription> subscriptions, MessageQueueOptions options);

    public async Task InitializeAsync()
    {
        _bus = await OpenAsync(Subscriptions, Options);
        (_queues, _dead) = ((IMessageQueues)_bus, (IDeadLetterQueues)_bus);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private IMessageQueue Payments => _queues.Open("payment_service");

    private IMessageQueue Audit => _queues.Open("audit");

    private IDeadLetterQueue DeadPayments => _dead.OpenDead("payment_service");

    private static OutgoingMessage Message(string id, string body = "{}", string type = "OrderCreated") => new(id, type, Encoding.UTF8.GetBytes(body));

    private Task PublishAsync(params OutgoingMessage[] messages) => Task.WhenAll(messages.Select(message => _bus.PublishAsync(Topic, message)));

    /// <summary>Receives until so many messages have come.</summary>
    private static async Task<IReadOnlyList<LockedMessage>> ReceiveAsync(IMessageQueue queue, int count = 1)
    {
        var received = new List<LockedMessage>();
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    received.AddRange(await queue.ReceiveAsync(16));
                    return received.Count >= count;
                },
                TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None),
            $"{count} messages do not come.");
        return received;
    }

    private static async Task<LockedMessage> OneAsync(IMessageQueue queue) => Assert.Single(await ReceiveAsync(queue));

    /// <summary>A queue as a person reads it: <c>id=body</c>, in the order of ids.</summary>
    private static string Text(IEnumerable<LockedMessage> messages) => string.Join(
        ", ", messages.Select(held => $"{held.Message.Id}={Encoding.UTF8.GetString(held.Message.Body.Span)}").Order(StringComparer.Ordinal));
}
