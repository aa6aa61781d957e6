namespace ServerlessTx.Contracts;

public sealed class MemoryMessageBusTests : MessageBusContract
{
    protected override Task<IMessageBus> OpenAsync(IReadOnlyList<Subscription> subscriptions, MessageQueueOptions options) =>
        Task.FromResult<IMessageBus>(new MemoryMessageBus(subscriptions, TimeProvider.System, options: options));
}
