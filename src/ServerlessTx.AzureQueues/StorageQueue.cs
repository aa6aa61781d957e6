using Azure.Storage.Queues;

namespace ServerlessTx.AzureQueues;

/// <summary>One subscription: its queue, and its dead letters beside.</summary>
internal sealed class StorageQueue : IMessageQueue
{
    /// <summary>What one request brings.</summary>
    private const int MostAtOnce = 32;

    private static readonly TimeSpan ForEver = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _queue;
    private readonly DeadLetterRows _rows;
    private readonly TimeProvider _time;
    private readonly MessageQueueOptions _options;

    public StorageQueue(Subscription subscription, QueueClient queue, IPartitionStore rows, TimeProvider time, MessageQueueOptions options)
    {
        (Subscription, _queue, _time, _options) = (subscription, queue, time, options);
        _rows = new DeadLetterRows(rows, subscription.Name, SendAsync);
        Dead = new StorageDeadLetters(queue, _rows);
    }

    public Subscription Subscription { get; }

    public IDeadLetterQueue Dead { get; }

    public TimeSpan LockDuration => _options.LockDuration;

    public Task PutAsync(OutgoingMessage message, CancellationToken cancellation) => _queue.AskAsync(
        async () =>
        {
            await SendAsync(Envelope.Of(message), cancellation);
            return true;
        },
        lost: false,
        cancellation);

    public Task<IReadOnlyList<LockedMessage>> ReceiveAsync(int most, CancellationToken cancellation = default) => _queue.AskAsync<IReadOnlyList<LockedMessage>>(
        async () =>
        {
            var received = await _queue.ReceiveMessagesAsync(Math.Min(most, MostAtOnce), _options.LockDuration, cancellation);
            return [.. received.Value.Select(message => HeldMessage.Of(message).Hand((int)message.DequeueCount))];
        },
        lost: [],
        cancellation);

    public Task<LockedMessage?> RenewAsync(LockedMessage message, CancellationToken cancellation = default) => _queue.AskAsync<LockedMessage?>(
        async () =>
        {
            var held = HeldMessage.Of(message);
            var receipt = await _queue.UpdateMessageAsync(held.MessageId, held.PopReceipt, held.Envelope.Write(), _options.LockDuration, cancellation);
            return message with { Lock = (held with { PopReceipt = receipt.Value.PopReceipt }).Write() };
        },
        lost: null,
        cancellation);

    public Task<bool> SettleAsync(LockedMessage message, Settlement settlement, CancellationToken cancellation = default) => _queue.AskAsync(
        async () =>
        {
            var held = HeldMessage.Of(message);
            switch (settlement)
            {
                case Settlement.Complete:
                    await _queue.DeleteMessageAsync(held.MessageId, held.PopReceipt, cancellation);
                    break;
                case Settlement.DeadLetter letter:
                    // Dead first: whoever vanishes in between has it come again, and not go.
                    await _rows.AddAsync(held, letter, message.Message.DeliveryCount, Stamp.Now(_time), cancellation);
                    await _queue.DeleteMessageAsync(held.MessageId, held.PopReceipt, cancellation);
                    break;
                default:
                    await _queue.UpdateMessageAsync(
                        held.MessageId, held.PopReceipt, held.Envelope.Write(), _options.PauseAfter(message.Message.DeliveryCount), cancellation);
                    break;
            }

            return true;
        },
        lost: false,
        cancellation);

    private Task SendAsync(Envelope envelope, CancellationToken cancellation) =>
        _queue.SendMessageAsync(envelope.Write(), timeToLive: ForEver, cancellationToken: cancellation);
}
