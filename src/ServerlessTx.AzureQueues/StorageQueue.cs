using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ServerlessTx.AzureQueues;

/// <summary>One subscription: its queue, and the one of its dead letters.</summary>
internal sealed class StorageQueue(
    Subscription subscription, QueueClient queue, QueueClient dead, ClaimCheck claims, TimeProvider time, MessageQueueOptions options) : IMessageQueue
{
    /// <summary>What one request brings.</summary>
    private const int MostAtOnce = 32;

    private static readonly TimeSpan ForEver = TimeSpan.FromSeconds(-1);

    public Subscription Subscription => subscription;

    public TimeSpan LockDuration => options.LockDuration;

    public Task PutAsync(OutgoingMessage message, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var envelope = Envelope.Of(message);
            if (claims.IsFor(envelope))
                envelope = await claims.LeaveAsync(envelope, cancellation);
            await SendAsync(queue, envelope, cancellation);
            return true;
        },
        lost: false,
        cancellation);

    public Task<IReadOnlyList<LockedMessage>> ReceiveAsync(int most, CancellationToken cancellation = default) => AskAsync<IReadOnlyList<LockedMessage>>(
        async () =>
        {
            var received = await queue.ReceiveMessagesAsync(Math.Min(most, MostAtOnce), options.LockDuration, cancellation);
            var messages = new List<LockedMessage>();
            foreach (var message in received.Value)
            {
                var held = HeldMessage.Of(message);
                if (await claims.CollectAsync(held.Envelope, cancellation) is { } body)
                    messages.Add(held.Hand(body, (int)message.DequeueCount));
                else
                    await queue.DeleteMessageAsync(held.MessageId, held.PopReceipt, cancellation);
            }

            return messages;
        },
        lost: [],
        cancellation);

    public Task<LockedMessage?> RenewAsync(LockedMessage message, CancellationToken cancellation = default) => AskAsync<LockedMessage?>(
        async () =>
        {
            var held = HeldMessage.Of(message);
            var receipt = await queue.UpdateMessageAsync(
                held.MessageId, held.PopReceipt, held.Envelope.Write(), options.LockDuration, cancellation);
            return message with { Lock = (held with { PopReceipt = receipt.Value.PopReceipt }).Write() };
        },
        lost: null,
        cancellation);

    public Task<bool> SettleAsync(LockedMessage message, Settlement settlement, CancellationToken cancellation = default) => AskAsync(
        async () =>
        {
            var held = HeldMessage.Of(message);
            switch (settlement)
            {
                case Settlement.Complete:
                    await queue.DeleteMessageAsync(held.MessageId, held.PopReceipt, cancellation);
                    // Last: a message whose body has gone would be taken for one that was completed before.
                    await claims.ForgetAsync(held.Envelope, cancellation);
                    break;
                case Settlement.DeadLetter letter:
                    // Dead first: whoever vanishes in between leaves two of it, and not none.
                    await SendAsync(dead, held.Envelope.Dead(letter, message.Message.DeliveryCount, Stamp.Now(time)), cancellation);
                    await queue.DeleteMessageAsync(held.MessageId, held.PopReceipt, cancellation);
                    break;
                default:
                    await queue.UpdateMessageAsync(
                        held.MessageId, held.PopReceipt, held.Envelope.Write(), options.PauseAfter(message.Message.DeliveryCount), cancellation);
                    break;
            }

            return true;
        },
        lost: false,
        cancellation);

    public Task<IReadOnlyList<DeadMessage>> ReadDeadAsync(int most = MostAtOnce, CancellationToken cancellation = default) => AskAsync<IReadOnlyList<DeadMessage>>(
        async () =>
        {
            var found = new List<DeadMessage>();
            foreach (var peeked in (await dead.PeekMessagesAsync(Math.Min(most, MostAtOnce), cancellation)).Value)
            {
                var envelope = Envelope.Read(peeked.MessageText, peeked.MessageId);
                found.Add(envelope.AsDead(await claims.CollectAsync(envelope, cancellation) ?? default));
            }

            return found;
        },
        lost: [],
        cancellation);

    public Task<bool> PutBackAsync(string messageId, CancellationToken cancellation = default) => AskAsync(
        async () =>
        {
            var seen = new List<QueueMessage>();
            var isFound = false;
            while (!isFound && (await dead.ReceiveMessagesAsync(MostAtOnce, options.LockDuration, cancellation)).Value is { Length: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    var envelope = Envelope.Read(message.MessageText, message.MessageId);
                    if (isFound || envelope.Id != messageId)
                    {
                        seen.Add(message);
                        continue;
                    }

                    isFound = true;
                    await SendAsync(queue, envelope.Alive(), cancellation);
                    await dead.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellation);
                }
            }

            foreach (var other in seen)
                await dead.UpdateMessageAsync(other.MessageId, other.PopReceipt, other.MessageText, TimeSpan.Zero, cancellation);
            return isFound;
        },
        lost: false,
        cancellation);

    private static Task SendAsync(QueueClient to, Envelope envelope, CancellationToken cancellation) =>
        to.SendMessageAsync(envelope.Write(), timeToLive: ForEver, cancellationToken: cancellation);

    /// <summary>Asks the service, and tells its silence from its answers.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask, T lost, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await ask();
        }
        catch (RequestFailedException refused) when (QueueFailure.IsLost(refused))
        {
            return lost;
        }
        catch (Exception failure) when (QueueFailure.IsUnavailable(failure, cancellation))
        {
            throw QueueFailure.Unavailable(queue.Uri, failure);
        }
    }
}
