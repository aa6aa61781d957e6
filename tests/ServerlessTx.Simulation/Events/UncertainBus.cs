namespace ServerlessTx.Simulation;

/// <summary>The one bus as one machine sees it: what is published is lost, late and doubled as a call is, and so is what is settled.</summary>
internal sealed class UncertainBus(MemoryMessageBus bus, Life life, EventWorld world) : IMessageBus, IMessageQueues, IDeadLetterQueues
{
    private readonly Weather _weather = world.Weather;

    /// <summary>An event may come so late; in seeds with retention, long after its run is forgotten.</summary>
    private TimeSpan Latest => _weather.Profile.Retention is null ? TimeSpan.FromMinutes(20) : TimeSpan.FromHours(3);

    public async Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default)
    {
        await BeforeAsync(cancellation);
        if (_weather.Strikes(Fault.CallDuplicated))
            _ = ArriveLateAsync(topic, message);
        if (_weather.Strikes(Fault.CallDelayed))
            _ = ArriveLateAsync(topic, message);
        else
            await bus.PublishAsync(topic, message, CancellationToken.None);
        await AfterAsync();
    }

    public IMessageQueue Open(string subscription) => new UncertainQueue(this, bus.Open(subscription), () => world.IsDown(subscription));

    public IDeadLetterQueue OpenDead(string subscription) => bus.OpenDead(subscription);

    private async Task BeforeAsync(CancellationToken cancellation)
    {
        await life.PointAsync();
        await _weather.LatencyAsync(cancellation);
        if (_weather.Strikes(Fault.CallLost))
            throw new BusUnavailableException("The request was lost.");
    }

    private async Task AfterAsync()
    {
        if (_weather.Strikes(Fault.ReplyLost))
            throw new BusUnavailableException("The answer was lost.");
        await life.PointAsync();
    }

    private async Task ArriveLateAsync(string topic, OutgoingMessage message)
    {
        await Task.Delay(_weather.Between(TimeSpan.Zero, Latest), world.Time);
        await bus.PublishAsync(topic, message, CancellationToken.None);
    }

    private sealed class UncertainQueue(UncertainBus way, IMessageQueue queue, Func<bool> isDown) : IMessageQueue
    {
        public TimeSpan LockDuration => queue.LockDuration;

        public async Task<IReadOnlyList<LockedMessage>> ReceiveAsync(int most, CancellationToken cancellation = default)
        {
            await way.PointAsync();
            if (isDown())
                return [];
            // Looking in vain is no event: nothing befalls it.
            var received = await queue.ReceiveAsync(most, cancellation);
            if (received.Count > 0)
                await way.AfterAsync();
            return received;
        }

        public async Task<LockedMessage?> RenewAsync(LockedMessage message, CancellationToken cancellation = default)
        {
            await way.BeforeAsync(cancellation);
            return await queue.RenewAsync(message, cancellation);
        }

        public async Task<bool> SettleAsync(LockedMessage message, Settlement settlement, CancellationToken cancellation = default)
        {
            await way.BeforeAsync(cancellation);
            var settled = await queue.SettleAsync(message, settlement, cancellation);
            await way.AfterAsync();
            return settled;
        }
    }

    private Task PointAsync() => life.PointAsync();
}
