using Azure.Messaging.ServiceBus;

namespace ServerlessTx.Functions;

/// <summary>
/// The dead-letter sub-queue of one subscription. A letter is the broker's sequence number. What is put back goes to the topic, since nothing
/// can be sent to a subscription alone: services that have met the event find that they have.
/// </summary>
internal sealed class ServiceBusDeadLetters(ServiceBusReceiver dead, ServiceBusSender topic) : IDeadLetterQueue
{
    /// <summary>What the broker adds to a message that it moves there.</summary>
    private static readonly string[] OfTheDead = ["DeadLetterReason", "DeadLetterErrorDescription"];

    /// <summary>The broker hands over what it has in no more than this; then there is nothing more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task<IReadOnlyList<DeadMessage>> ReadAsync(string? after = null, int most = IDeadLetterQueue.MostAtOnce, CancellationToken cancellation = default) =>
        AskAsync<IReadOnlyList<DeadMessage>>(async () =>
            [.. (await dead.PeekMessagesAsync(most, after is null ? null : LetterName.NumberOf(after) + 1, cancellation)).Select(Of)]);

    public Task<DeadMessage?> FindAsync(string letter, CancellationToken cancellation = default) => AskAsync(async () =>
        (await dead.PeekMessagesAsync(1, LetterName.NumberOf(letter), cancellation)).Where(message => LetterOf(message) == letter).Select(Of).FirstOrDefault());

    /// <summary>The broker hands over no message by its number, so those in front of it are held meanwhile and given back.</summary>
    public Task<bool> PutBackAsync(string letter, CancellationToken cancellation = default) => AskAsync(async () =>
    {
        var others = new List<ServiceBusReceivedMessage>();
        var isFound = false;
        while (!isFound && await dead.ReceiveMessagesAsync(IDeadLetterQueue.MostAtOnce, Patience, cancellation) is { Count: > 0 } received)
        {
            others.AddRange(received.Where(message => LetterOf(message) != letter));
            if (received.FirstOrDefault(message => LetterOf(message) == letter) is not { } found)
                continue;
            isFound = true;
            // Sent first: whoever vanishes in between leaves two of it, and not none.
            await topic.SendMessageAsync(Alive(found), cancellation);
            await dead.CompleteMessageAsync(found, cancellation);
        }

        foreach (var other in others)
            await dead.AbandonMessageAsync(other, cancellationToken: cancellation);
        return isFound;
    });

    private static ServiceBusMessage Alive(ServiceBusReceivedMessage message)
    {
        var alive = new ServiceBusMessage(message.Body) { MessageId = message.MessageId, Subject = message.Subject, ContentType = message.ContentType };
        foreach (var (name, value) in message.ApplicationProperties.Where(property => !OfTheDead.Contains(property.Key)))
            alive.ApplicationProperties[name] = value;
        return alive;
    }

    private static DeadMessage Of(ServiceBusReceivedMessage message) => new(
        LetterOf(message), message.MessageId, message.Subject ?? "", message.Body.ToMemory(), message.DeadLetterReason ?? "",
        message.DeadLetterErrorDescription ?? "", message.DeliveryCount, message.EnqueuedTime);

    private static string LetterOf(ServiceBusReceivedMessage message) => LetterName.Of(message.SequenceNumber);

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ServiceBusException failure) when (ServiceBusBus.IsUnavailable(failure) || failure.Reason is ServiceBusFailureReason.MessageLockLost)
        {
            throw new BusUnavailableException($"The dead letters cannot be reached ({failure.Reason}); ask again.", failure);
        }
    }
}
