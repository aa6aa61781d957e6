using Azure;
using Azure.Storage.Queues;

namespace ServerlessTx.AzureQueues;

/// <summary>
/// A bus of Azure Storage queues, one for each subscription and one beside it for its dead letters. A queue takes messages of 64 KiB at most,
/// so a body over 32 KiB goes into a row and the message names it.
/// </summary>
public sealed class StorageQueueBus : IMessageBus, IMessageQueues
{
    private const int LongestQueueName = 63;

    private readonly Dictionary<string, StorageQueue> _queues;

    private StorageQueueBus(Dictionary<string, StorageQueue> queues) => _queues = queues;

    /// <summary>Opens the queues, and makes those that are not there.</summary>
    /// <param name="connectionString">The storage account's.</param>
    /// <param name="prefix">Before the name of every queue: small letters and digits. Several applications may share an account.</param>
    /// <param name="subscriptions">Who hears what.</param>
    /// <param name="claims">Holds the bodies over 32 KiB.</param>
    /// <param name="time">Stamps what is dead-lettered.</param>
    /// <param name="options">How long messages are held.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BusUnavailableException">The account does not answer.</exception>
    /// <exception cref="ArgumentException">A queue cannot be called so.</exception>
    public static async Task<StorageQueueBus> OpenAsync(
        string connectionString, string prefix, IEnumerable<Subscription> subscriptions, IPartitionStore claims, TimeProvider time,
        MessageQueueOptions? options = null, CancellationToken cancellation = default)
    {
        var client = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        // Whoever asks asks again by himself; a handler that waits here holds its message in vain.
        (client.Retry.MaxRetries, client.Retry.Delay) = (2, TimeSpan.FromMilliseconds(200));
        var service = new QueueServiceClient(connectionString, client);
        var queues = new Dictionary<string, StorageQueue>();
        foreach (var subscription in subscriptions)
        {
            var name = $"{prefix}-{subscription.Name.Replace('_', '-')}";
            var queue = new StorageQueue(
                subscription, await MakeAsync(service, name, cancellation), await MakeAsync(service, name + "-dead", cancellation),
                new ClaimCheck(claims, subscription.Name), time, options ?? new MessageQueueOptions());
            queues.Add(subscription.Name, queue);
        }

        return new StorageQueueBus(queues);
    }

    /// <inheritdoc/>
    public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default) =>
        Task.WhenAll(_queues.Values.Where(queue => queue.Subscription.Wants(topic, message)).Select(queue => queue.PutAsync(message, cancellation)));

    /// <inheritdoc/>
    public IMessageQueue Open(string subscription) => _queues.TryGetValue(subscription, out var queue)
        ? queue
        : throw new ArgumentException($"There is no subscription '{subscription}'; there are: {string.Join(", ", _queues.Keys)}.", nameof(subscription));

    private static async Task<QueueClient> MakeAsync(QueueServiceClient service, string name, CancellationToken cancellation)
    {
        if (name.Length > LongestQueueName)
            throw new ArgumentException($"A queue's name has at most {LongestQueueName} characters; '{name}' has {name.Length}. Choose a shorter prefix.");
        var queue = service.GetQueueClient(name);
        try
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            return queue;
        }
        catch (Exception failure) when (QueueFailure.IsUnavailable(failure, cancellation))
        {
            throw QueueFailure.Unavailable(queue.Uri, failure);
        }
        catch (RequestFailedException refused) when (refused.Status == 400)
        {
            throw new ArgumentException($"No queue can be called '{name}': the prefix takes small letters and digits.", refused);
        }
    }
}
