using System.Globalization;

namespace ServerlessTx;

/// <summary>The messages of one subscription, each with the moment from which it may be received.</summary>
internal sealed class MemoryQueue(Subscription subscription, TimeProvider time, MessageQueueOptions options) : IMessageQueue
{
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];
    private readonly List<DeadMessage> _dead = [];
    private long _locks;

    public Subscription Subscription => subscription;

    public TimeSpan LockDuration => options.LockDuration;

    public void Put(OutgoingMessage message, TimeSpan after)
    {
        lock (_gate)
            _waiting.Add(new Waiting(message) { VisibleAt = time.GetUtcNow() + after });
    }

    public Task<IReadOnlyList<LockedMessage>> ReceiveAsync(int most, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = time.GetUtcNow();
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
                waiting.VisibleAt = time.GetUtcNow() + options.PauseAfter(waiting.Deliveries);
            else
                _waiting.Remove(waiting);
            if (settlement is Settlement.DeadLetter letter)
                _dead.Add(new(waiting.Message.Id, waiting.Message.Type, waiting.Message.Body, letter.Reason, letter.Description, waiting.Deliveries, Stamp.Now(time)));
            waiting.Lock = "";
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<DeadMessage>> ReadDeadAsync(int most = 32, CancellationToken cancellation = default)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<DeadMessage>>([.. _dead.Take(most)]);
    }

    public Task<bool> PutBackAsync(string messageId, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_dead.Find(dead => dead.Id == messageId) is not { } found)
                return Task.FromResult(false);
            _dead.Remove(found);
            _waiting.Add(new Waiting(new OutgoingMessage(found.Id, found.Type, found.Body)) { VisibleAt = time.GetUtcNow() });
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
        (waiting.VisibleAt, waiting.Lock) = (time.GetUtcNow() + options.LockDuration, (++_locks).ToString(CultureInfo.InvariantCulture));

    private Waiting? Held(LockedMessage message) => _waiting.Find(waiting => waiting.Lock == message.Lock);

    private sealed class Waiting(OutgoingMessage message)
    {
        public OutgoingMessage Message { get; } = message;

        public required DateTimeOffset VisibleAt { get; set; }

        public string Lock { get; set; } = "";

        public int Deliveries { get; set; }
    }
}
