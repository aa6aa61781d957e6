using Azure;
using Azure.Storage.Queues;

namespace ServerlessTx.AzureQueues;

/// <summary>
/// A bus of Azure Storage queues, one for each subscription. A queue takes messages of 64 KiB at most and knows no dead letters, so bodies over
/// 32 KiB and dead letters are rows beside.
/// </summary>
public static class StorageQueueBus
{
    private const int LongestQueueName = 63;

    /// <summary>Opens the queues, and makes those that are not there.</summary>
    /// <param name="connectionString">The storage account's.</param>
    /// <param name="prefix">Before the name of every queue: small letters and digits. Several applications may share an account.</param>
    /// <param name="subscriptions">Who hears what.</param>
    /// <param name="rows">Holds the bodies over 32 KiB, and the dead letters.</param>
    /// <param name="time">Stamps what is dead-lettered.</param>
    /// <param name="options">How long messages are held.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BusUnavailableException">The account does not answer.</exception>
    /// <exception cref="ArgumentException">A queue cannot be called so.</exception>
    public static async Task<ClaimCheckedBus> OpenAsync(
        string connectionString, string prefix, IReadOnlyCollection<Subscription> subscriptions, IPartitionStore rows, TimeProvider time,
        MessageQueueOptions? options = null, CancellationToken cancellation = default)
    {
        var client = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        // Whoever asks asks again by himself; a handler that waits here holds its message in vain.
        (client.Retry.MaxRetries, client.Retry.Delay) = (2, TimeSpan.FromMilliseconds(200));
        var service = new QueueServiceClient(connectionString, client);
        var queues = new Dictionary<string, StorageQueue>();
        foreach (var subscription in subscriptions)
        {
            var queue = await MakeAsync(service, $"{prefix}-{subscription.Name.Replace('_', '-')}", cancellation);
            queues.Add(subscription.Name, new StorageQueue(subscription, queue, rows, time, options ?? new MessageQueueOptions()));
        }

        return new ClaimCheckedBus(new StorageQueues(queues), new ClaimCheck(rows, subscriptions));
    }

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
