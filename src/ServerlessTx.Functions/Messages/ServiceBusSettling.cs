using System.Globalization;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessTx.Functions;

/// <summary>Service Bus messages as any broker's, and settlements as Service Bus has them.</summary>
internal static class ServiceBusSettling
{
    /// <summary>The AMQP binding's two spellings, and that of senders who cannot have a colon in a name.</summary>
    private static readonly string[] Prefixes = ["cloudEvents:", "cloudEvents_", "ce-"];

    /// <summary>Service Bus takes 4096 characters.</summary>
    private const int LongestDescription = 1024;

    public static IncomingMessage Read(ServiceBusReceivedMessage message) => new(message.MessageId, message.Body.ToMemory(), message.DeliveryCount)
    {
        ContentType = message.ContentType,
        Attributes = AttributesOf(message),
    };

    public static Task SettleAsync(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, Settlement settlement) => settlement switch
    {
        Settlement.Complete => actions.CompleteMessageAsync(message),
        Settlement.DeadLetter letter => actions.DeadLetterMessageAsync(
            message, deadLetterReason: letter.Reason, deadLetterErrorDescription: Cut(letter.Description)),
        _ => actions.AbandonMessageAsync(message),
    };

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

    private static string Cut(string text) => text.Length <= LongestDescription ? text : text[..LongestDescription];
}
