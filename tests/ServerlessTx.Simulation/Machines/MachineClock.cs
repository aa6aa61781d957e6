namespace ServerlessTx.Simulation;

/// <summary>A machine's own clock: as wrong as it is set, and still while the machine is.</summary>
internal sealed class MachineClock(VirtualTime time, Life life) : TimeProvider
{
    /// <summary>How far it is ahead of the true time.</summary>
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Ahead;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new MachineTimer(time, life, () => callback(state), dueTime);

    private sealed class MachineTimer : ITimer
    {
        private readonly Life _life;
        private readonly Action _ring;
        private readonly ITimer _timer;

        public MachineTimer(VirtualTime time, Life life, Action ring, TimeSpan dueTime)
        {
            (_life, _ring) = (life, ring);
            _timer = time.CreateTimer(_ => Ring(), null, dueTime, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, Timeout.InfiniteTimeSpan);

        public void Dispose() => _timer.Dispose();

        public ValueTask DisposeAsync() => _timer.DisposeAsync();

        private void Ring()
        {
            if (_life.StalledFor is var left && left > TimeSpan.Zero)
                _timer.Change(left, Timeout.InfiniteTimeSpan);
            else if (!_life.IsDead)
                _ring();
        }
    }
}
