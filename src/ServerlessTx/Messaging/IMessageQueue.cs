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

    /// <summary>The first messages of the dead-letter queue, which stay there.</summary>
    /// <param name="most">At most so many, up to 32.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<IReadOnlyList<DeadMessage>> ReadDeadAsync(int most = 32, CancellationToken cancellation = default);

    /// <summary>Puts a dead message back, to be delivered as if for the first time.</summary>
    /// <returns>Whether it was there.</returns>
    Task<bool> PutBackAsync(string messageId, CancellationToken cancellation = default);
}

/// <summary>A message that somebody holds.</summary>
/// <param name="Message">The message.</param>
/// <param name="Lock">What proves to the queue that it is held; opaque.</param>
public sealed record LockedMessage(IncomingMessage Message, string Lock);

/// <summary>A message that nobody will be given any more until it is put back.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">The event's type, as it was published.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Reason">A code.</param>
/// <param name="Description">What was found and what would be right.</param>
/// <param name="Deliveries">How often it had been delivered.</param>
/// <param name="At">Since when it lies there.</param>
public sealed record DeadMessage(string Id, string Type, ReadOnlyMemory<byte> Body, string Reason, string Description, int Deliveries, DateTimeOffset At);
