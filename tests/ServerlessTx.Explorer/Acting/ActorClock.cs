namespace ServerlessTx.Explorer;

/// <summary>
/// An actor's clock stands still between what it is delivered. A pause is over at once: to wake is invisible to others, and behind it the
/// actor can wait at its next gate for as long as an order wants. The time-out of an attempt is a choice, and so is when a sleep is over.
/// </summary>
internal sealed class ActorClock(Pump pump, ActorHost host) : TimeProvider
{
    /// <summary>Longer than any pause between attempts, and shorter than what somebody waits who is told when to ask again, and than the round of a wait.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    /// <summary>Time-outs of attempts whose call has not gone out yet, the newest last.</summary>
    private readonly List<Timer> _armed = [];

    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time-out of the attempt that is about to be made: it was armed last.</summary>
    public Action TakeTimeout()
    {
        var timer = _armed.LastOrDefault() ?? throw new InvalidOperationException("A call is made without a time-out.");
        _armed.Remove(timer);
        return timer.IsOver;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        if (state is CancellationTokenSource)
            _armed.Add(timer);
        else if (dueTime > LongestPause)
            _ = host.WaitAsync(new Request.Sleep(Now + dueTime), () => callback(state));
        else
            pump.Post(_ => callback(state), null);
        return timer;
    }

    private sealed class Timer(ActorClock clock, Action isOver) : ITimer
    {
        public Action IsOver => isOver;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => clock._armed.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
