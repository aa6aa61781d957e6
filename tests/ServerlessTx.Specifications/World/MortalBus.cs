namespace ServerlessTx.Specifications;

/// <summary>A bus as a mortal process sees it.</summary>
internal sealed class MortalBus(MemoryMessageBus bus, Fate fate) : IMessageBus, IMessageQueues, IDeadLetterQueues
{
    public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default) => fate.AroundAsync(async () =>
    {
        await bus.PublishAsync(topic, message, cancellation);
        return true;
    });

    public IMessageQueue Open(string subscription) => new MortalQueue(bus.Open(subscription), fate);

    public IDeadLetterQueue OpenDead(string subscription) => bus.OpenDead(subscription);

    private sealed class MortalQueue(IMessageQueue queue, Fate fate) : IMessageQueue
    {
        public TimeSpan LockDuration => queue.LockDuration;

        public async Task<IReadOnlyList<LockedMessage>> ReceiveAsync(int most, CancellationToken cancellation = default)
        {
            // Looking in vain changes nothing: a process that vanishes there is one that vanishes anywhere else.
            var received = await queue.ReceiveAsync(most, cancellation);
            return received.Count == 0 ? received : await fate.AroundAsync(() => Task.FromResult(received));
        }

        public Task<LockedMessage?> RenewAsync(LockedMessage message, CancellationToken cancellation = default) =>
            fate.AroundAsync(() => queue.RenewAsync(message, cancellation));

        public Task<bool> SettleAsync(LockedMessage message, Settlement settlement, CancellationToken cancellation = default) =>
            fate.AroundAsync(() => queue.SettleAsync(message, settlement, cancellation));
    }
}
