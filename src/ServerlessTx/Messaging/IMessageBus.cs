namespace ServerlessTx;

/// <summary>
/// Brings messages to everyone who subscribed to their topic: each at least once, in no order, at any time. Every implementation that can
/// be polled is tested by one contract suite, and <see cref="MemoryMessageBus"/> is the reference.
/// </summary>
public interface IMessageBus
{
    /// <summary>Publishes a message.</summary>
    /// <exception cref="BusUnavailableException">
    /// The bus did not answer: some or all of the subscriptions may have it all the same. Publish it again; its id tells the two apart.
    /// </exception>
    Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default);
}
