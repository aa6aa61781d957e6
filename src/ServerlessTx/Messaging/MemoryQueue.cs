using System.Globalization;

namespace ServerlessTx;

/// <summary>The messages of one subscription, each with the moment from which it may be received.</summary>
internal sealed class MemoryQueue : IMessageQueue
{
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];
    private readonly TimeProvider _time;
    private readonly MessageQueueOptions _options;
    private long _locks;

    public MemoryQueue(Subscription subscription, TimeProvider time, MessageQueueOptions options)
    {
        (Subscription, _time, _options) = (subscription, time, options);
        Dead = new MemoryDeadLetters(this);
    }

    public Subscription Subscription { get; }

    public MemoryDeadLetters Dead { get; }

    public TimeSpan LockDuration => _options.LockDuration;

    public void Put(OutgoingMessage message, TimeSpan after)
    {
        lock (_gate)
            _waiting.Add(new Waiting(message) { VisibleAt = _time.GetUtcNow() + after });
    }

    public Task<IReadOnlyList<LockedMessage>> ReceiveAsync(int most, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            return Task.FromResult<IReadOnlyList<LockedMessage>>(
                [.. _waiting.Where(waiting => waiting.VisibleAt <= now).OrderBy(waiting => waiting.VisibleAt).Take(most).ToList().Select(Hand)]);
        }
    }

    public Task<LockedMessage?> RenewAsync(LockedMessage message, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (Held(message) is not { } waiting)
                return Task.FromResult<LockedMessage?>(null);
            Hold(waiting);
            return Task.FromResult<LockedMessage?>(message with { Lock = waiting.Lock });
        }
    }

    public Task<bool> SettleAsync(LockedMessage message, Settlement settlement, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (Held(message) is not { } waiting)
                return Task.FromResult(false);
            if (settlement is Settlement.Abandon)
                waiting.VisibleAt = _time.GetUtcNow() + _options.PauseAfter(waiting.Deliveries);
            else
                _waiting.Remove(waiting);
            if (settlement is Settlement.DeadLetter letter)
                Dead.Add(waiting.Message, letter, waiting.Deliveries, Stamp.Now(_time));
            waiting.Lock = "";
            return Task.FromResult(true);
        }
    }

    private LockedMessage Hand(Waiting waiting)
    {
        waiting.Deliveries++;
        Hold(waiting);
        return new LockedMessage(
            new IncomingMessage(waiting.Message.Id, waiting.Message.Body, waiting.Deliveries) { ContentType = OutgoingMessage.ContentType }, waiting.Lock);
    }

    private void Hold(Waiting waiting) =>
        (waiting.VisibleAt, waiting.Lock) = (_time.GetUtcNow() + _options.LockDuration, (++_locks).ToString(CultureInfo.InvariantCulture));

    private Waiting? Held(LockedMessage message) => _waiting.Find(waiting => waiting.Lock == message.Lock);

    private sealed class Waiting(OutgoingMessage message)
    {
        public OutgoingMessage Message { get; } = message;

        public required DateTimeOffset VisibleAt { get; set; }

        public string Lock { get; set; } = "";

        public int Deliveries { get; set; }
    }
}
