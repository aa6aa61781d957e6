namespace ServerlessTx.Contracts;

public sealed class MemoryMessageBusTests : MessageBusContract
{
    protected override Task<(IMessageBus Bus, IMessageQueues Queues)> OpenAsync(IReadOnlyList<Subscription> subscriptions, MessageQueueOptions options)
    {
        var bus = new MemoryMessageBus(subscriptions, TimeProvider.System, options: options);
        return Task.FromResult<(IMessageBus, IMessageQueues)>((bus, bus));
    }
}
