using System.Text.Json;
using Azure.Storage.Queues.Models;

namespace ServerlessTx.AzureQueues;

/// <summary>A message that this process holds, as its lock says it: where it is, with what proof, and its envelope, without which a queue renews nothing.</summary>
internal sealed record HeldMessage(string MessageId, string PopReceipt, Envelope Envelope)
{
    public string Write() => JsonSerializer.Serialize(this, WireJson.Tolerant);

    public static HeldMessage Of(QueueMessage message) =>
        new(message.MessageId, message.PopReceipt, Envelope.Read(message.MessageText, message.MessageId));

    public static HeldMessage Of(LockedMessage message) => JsonSerializer.Deserialize<HeldMessage>(message.Lock, WireJson.Tolerant)!;

    public LockedMessage Hand(ReadOnlyMemory<byte> body, int deliveries) =>
        new(new IncomingMessage(Envelope.Id, body, deliveries) { ContentType = OutgoingMessage.ContentType }, Write());
}
