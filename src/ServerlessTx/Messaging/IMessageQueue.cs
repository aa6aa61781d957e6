namespace ServerlessTx;

/// <summary>The queues of a bus that is polled. A bus that calls, such as Service Bus with its triggers, has none.</summary>
public interface IMessageQueues
{
    /// <summary>The queue of a subscription.</summary>
    /// <exception cref="ArgumentException">The bus was made without that subscription.</exception>
    IMessageQueue Open(string subscription);
}

/// <summary>What waits for one subscription. Whoever receives a message holds it for a while; if he falls silent, it comes again.</summary>
public interface IMessageQueue
{
    /// <summary>How long a message is held.</summary>
    TimeSpan LockDuration { get; }

    /// <summary>Receives what is there, at most so many messages.</summary>
    /// <exception cref="BusUnavailableException">The bus did not answer. What it handed out comes again.</exception>
    Task<IReadOnlyList<LockedMessage>> ReceiveAsync(int most, CancellationToken cancellation = default);

    /// <summary>Holds a message for as long again.</summary>
    /// <returns>The message as it is held now; nothing when somebody else has it.</returns>
    Task<LockedMessage?> RenewAsync(LockedMessage message, CancellationToken cancellation = default);

    /// <summary>Does with a message what its handler said. One that is abandoned comes again after a pause, longer each time.</summary>
    /// <returns>Whether it was done; false when somebody else has the message, who will say for himself.</returns>
    Task<bool> SettleAsync(LockedMessage message, Settlement settlement, CancellationToken cancellation = default);
}

/// <summary>A message that somebody holds.</summary>
/// <param name="Message">The message.</param>
/// <param name="Lock">What proves to the queue that it is held; opaque.</param>
public sealed record LockedMessage(IncomingMessage Message, string Lock)
{
    /// <summary>The body as it lies in the queue, where that is not the message's own.</summary>
    internal ReadOnlyMemory<byte> Sent { get; init; }
}
