using System.Globalization;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessTx.Functions;

/// <summary>Service Bus messages as any broker's, and settlements as Service Bus has them.</summary>
internal static class ServiceBusSettling
{
    /// <summary>The AMQP binding's two spellings, and that of senders who cannot have a colon in a name.</summary>
    private static readonly string[] Prefixes = ["cloudEvents:", "cloudEvents_", "ce-"];

    /// <summary>The longest is well within the lock, and keeps what is behind it waiting no longer.</summary>
    private static readonly MessageQueueOptions Pauses = new() { LongestPause = TimeSpan.FromMinutes(1) };

    public static IncomingMessage Read(ServiceBusReceivedMessage message) => new(message.MessageId, message.Body.ToMemory(), message.DeliveryCount)
    {
        ContentType = message.ContentType,
        Attributes = AttributesOf(message),
    };

    public static Task SettleAsync(
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, Settlement settlement, TimeProvider time, CancellationToken stopping) => settlement switch
        {
            Settlement.Complete => actions.CompleteMessageAsync(message),
            Settlement.DeadLetter letter => actions.DeadLetterMessageAsync(
                message, deadLetterReason: letter.Reason, deadLetterErrorDescription: letter.Kept),
            _ => AbandonAsync(message, actions, time, stopping),
        };

    /// <summary>Held a while first: the broker brings it again at once, and a short outage of the store would use up all its deliveries.</summary>
    private static async Task AbandonAsync(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, TimeProvider time, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(Pauses.PauseAfter(message.DeliveryCount), time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The host stops, and somebody else is to have it.
        }

        await actions.AbandonMessageAsync(message);
    }

    private static Dictionary<string, string> AttributesOf(ServiceBusReceivedMessage message)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var (name, value) in message.ApplicationProperties)
        {
            if (Prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
                attributes[name[prefix.Length..]] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return attributes;
    }
}
