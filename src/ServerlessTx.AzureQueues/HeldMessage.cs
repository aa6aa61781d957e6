using System.Text.Json;
using Azure.Storage.Queues.Models;

namespace ServerlessTx.AzureQueues;

/// <summary>A message that this process holds, as its lock says it: where it is, with what proof, and its envelope, without which a queue renews nothing.</summary>
internal sealed record HeldMessage(string MessageId, string PopReceipt, DateTimeOffset InsertedOn, Envelope Envelope)
{
    /// <summary>What it would be among the dead: the same however often it is tried.</summary>
    public string Letter => LetterName.Of(InsertedOn.ToUnixTimeMilliseconds(), MessageId);

    public string Write() => JsonSerializer.Serialize(this, WireJson.Tolerant);

    public static HeldMessage Of(QueueMessage message) => new(
        message.MessageId, message.PopReceipt, message.InsertedOn ?? DateTimeOffset.UnixEpoch, Envelope.Read(message.MessageText, message.MessageId));

    public static HeldMessage Of(LockedMessage message) => JsonSerializer.Deserialize<HeldMessage>(message.Lock, WireJson.Tolerant)!;

    public LockedMessage Hand(int deliveries) =>
        new(new IncomingMessage(Envelope.Id, Envelope.Body, deliveries) { ContentType = OutgoingMessage.ContentType }, Write());
}
