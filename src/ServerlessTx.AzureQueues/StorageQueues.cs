namespace ServerlessTx.AzureQueues;

/// <summary>The queues by the names of their subscriptions.</summary>
internal sealed class StorageQueues(IReadOnlyDictionary<string, StorageQueue> queues) : IMessageBus, IMessageQueues, IDeadLetterQueues
{
    public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default) =>
        Task.WhenAll(queues.Values.Where(queue => queue.Subscription.Wants(topic, message)).Select(queue => queue.PutAsync(message, cancellation)));

    public IMessageQueue Open(string subscription) => Queue(subscription);

    public IDeadLetterQueue OpenDead(string subscription) => Queue(subscription).Dead;

    private StorageQueue Queue(string subscription) => queues.TryGetValue(subscription, out var queue)
        ? queue
        : throw new ArgumentException($"There is no subscription '{subscription}'; there are: {string.Join(", ", queues.Keys)}.", nameof(subscription));
}
