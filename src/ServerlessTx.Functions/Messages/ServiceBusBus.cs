using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace ServerlessTx.Functions;

/// <summary>
/// Publishes to the topics of a Service Bus namespace. Subscriptions choose by the message's subject, which is the event's type. What they
/// bring, triggers receive; the broker's own duplicate detection is not relied on.
/// </summary>
/// <param name="client">Of the namespace.</param>
internal sealed class ServiceBusBus(ServiceBusClient client) : IMessageBus
{
    private readonly ConcurrentDictionary<string, ServiceBusSender> _senders = new();

    public async Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default)
    {
        try
        {
            await _senders.GetOrAdd(topic, client.CreateSender).SendMessageAsync(Of(message), cancellation);
        }
        catch (ServiceBusException failure) when (failure.IsTransient || failure.Reason is ServiceBusFailureReason.ServiceTimeout or ServiceBusFailureReason.QuotaExceeded)
        {
            throw new BusUnavailableException($"The topic {topic} did not take a message ({failure.Reason}); publish it again.", failure);
        }
    }

    public static ServiceBusMessage Of(OutgoingMessage message) => new(new BinaryData(message.Body))
    {
        MessageId = message.Id,
        Subject = message.Type,
        ContentType = OutgoingMessage.ContentType,
    };
}
