namespace ServerlessTx;

/// <summary>The reference implementation of <see cref="IMessageBus"/>. Nothing in it survives the process.</summary>
public sealed class MemoryMessageBus : IMessageBus, IMessageQueues, IDeadLetterQueues
{
    private readonly Dictionary<string, MemoryQueue> _queues;
    private readonly MessageWeather? _weather;

    /// <summary>A bus.</summary>
    /// <param name="subscriptions">Who hears what.</param>
    /// <param name="time">When messages come and locks end.</param>
    /// <param name="weather">Delays, reorders and repeats messages; without it they come at once and in order.</param>
    /// <param name="options">How long messages are held.</param>
    /// <exception cref="ArgumentException">Two subscriptions have one name.</exception>
    public MemoryMessageBus(
        IEnumerable<Subscription> subscriptions, TimeProvider time, MessageWeather? weather = null, MessageQueueOptions? options = null) =>
        (_queues, _weather) = (subscriptions.ToDictionary(
            subscription => subscription.Name, subscription => new MemoryQueue(subscription, time, options ?? new MessageQueueOptions())), weather);

    /// <inheritdoc/>
    public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var queue in _queues.Values.Where(queue => queue.Subscription.Wants(topic, message)))
        {
            foreach (var after in _weather?.Arrivals() ?? [TimeSpan.Zero])
                queue.Put(message, after);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IMessageQueue Open(string subscription) => Queue(subscription);

    /// <inheritdoc/>
    public IDeadLetterQueue OpenDead(string subscription) => Queue(subscription).Dead;

    private MemoryQueue Queue(string subscription) => _queues.TryGetValue(subscription, out var queue)
        ? queue
        : throw new ArgumentException($"There is no subscription '{subscription}'; there are: {string.Join(", ", _queues.Keys)}.", nameof(subscription));
}
