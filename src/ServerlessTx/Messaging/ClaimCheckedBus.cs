namespace ServerlessTx;

/// <summary>A bus whose messages are small, whatever they carry: bodies over 32 KiB go by <see cref="ClaimCheck"/>.</summary>
/// <param name="bus">The bus.</param>
/// <param name="claims">Holds the bodies.</param>
public sealed class ClaimCheckedBus(IMessageBus bus, ClaimCheck claims) : IMessageBus, IMessageQueues, IDeadLetterQueues
{
    /// <inheritdoc/>
    public async Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default) =>
        await bus.PublishAsync(topic, await claims.LeaveAsync(topic, message, cancellation), cancellation);

    /// <inheritdoc/>
    public IMessageQueue Open(string subscription) => new ClaimCheckedQueue(
        (bus as IMessageQueues ?? throw new InvalidOperationException("This bus is not polled: hand its messages to ChoreographyMessages where it calls."))
            .Open(subscription),
        claims, subscription);

    /// <inheritdoc/>
    public IDeadLetterQueue OpenDead(string subscription) => new ClaimCheckedDeadLetters(bus.OpenDead(subscription), claims, subscription);
}
