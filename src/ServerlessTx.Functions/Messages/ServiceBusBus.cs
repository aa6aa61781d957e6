using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace ServerlessTx.Functions;

/// <summary>
/// Publishes to the topics of a Service Bus namespace. Subscriptions choose by the message's subject, which is the event's type. What they
/// bring, triggers receive; the broker's own duplicate detection is not relied on.
/// </summary>
/// <param name="client">Of the namespace.</param>
/// <param name="subscriptions">Those whose dead letters are shown.</param>
internal sealed class ServiceBusBus(ServiceBusClient client, IReadOnlyList<Subscription> subscriptions) : IMessageBus, IDeadLetterQueues
{
    private readonly ConcurrentDictionary<string, ServiceBusSender> _senders = new();
    private readonly ConcurrentDictionary<string, ServiceBusReceiver> _dead = new();

    public async Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default)
    {
        try
        {
            await SenderTo(topic).SendMessageAsync(Of(message), cancellation);
        }
        catch (ServiceBusException failure) when (IsUnavailable(failure))
        {
            throw new BusUnavailableException($"The topic {topic} did not take a message ({failure.Reason}); publish it again.", failure);
        }
    }

    public IDeadLetterQueue OpenDead(string subscription)
    {
        var one = subscriptions.FirstOrDefault(known => known.Name == subscription) ?? throw new ArgumentException(
            $"There is no subscription '{subscription}'; there are: {string.Join(", ", subscriptions.Select(known => known.Name))}.", nameof(subscription));
        return new ServiceBusDeadLetters(_dead.GetOrAdd(one.Name, _ => client.CreateReceiver(
            one.Topic, one.Name, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter })), SenderTo(one.Topic));
    }

    public static bool IsUnavailable(ServiceBusException failure) =>
        failure.IsTransient || failure.Reason is ServiceBusFailureReason.ServiceTimeout or ServiceBusFailureReason.QuotaExceeded;

    public static ServiceBusMessage Of(OutgoingMessage message) => new(new BinaryData(message.Body))
    {
        MessageId = message.Id,
        Subject = message.Type,
        ContentType = OutgoingMessage.ContentType,
    };

    private ServiceBusSender SenderTo(string topic) => _senders.GetOrAdd(topic, client.CreateSender);
}
