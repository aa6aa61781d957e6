using System.Collections.Concurrent;

namespace ServerlessTx.Testing;

/// <summary>
/// Time that passes only when nothing else can happen, on one thread: an hour of retries takes no time, and a run is the same each time.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Order)> _timers = new();
    private DateTimeOffset _now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);
    private long _order;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.Ticks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs until the task ends. What would wait for ever fails instead.</summary>
    public static T Run<T>(Func<VirtualTime, Task<T>> body)
    {
        var time = new VirtualTime();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Pump(time));
        try
        {
            var task = body(time);
            while (!task.IsCompleted)
            {
                if (time._ready.TryDequeue(out var next))
                    next.Callback(next.State);
                else if (!time.Advance())
                    throw new InvalidOperationException("Nothing is left that could happen, and the task has not ended.");
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private bool Advance()
    {
        while (_timers.TryDequeue(out var timer, out var due))
        {
            if (!timer.Fires(due.Order))
                continue;
            _now = due.Due > _now ? due.Due : _now;
            timer.Fire();
            return true;
        }

        return false;
    }

    private sealed class Pump(VirtualTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => time._ready.Enqueue((d, state));

        public override void Send(SendOrPostCallback d, object? state) => d(state);
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private long _armed;

        public bool Fires(long order) => _armed == order;

        public void Fire()
        {
            _armed = 0;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _armed = 0;
            if (dueTime < TimeSpan.Zero)
                return true;
            _armed = ++time._order;
            time._timers.Enqueue(this, (time._now + dueTime, _armed));
            return true;
        }

        public void Dispose() => _armed = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
