namespace ServerlessTx;

/// <summary>The place of a transaction's one driver in this process, which can be kept free for one that is about to come.</summary>
/// <param name="free">Gives the place to whoever comes next.</param>
internal sealed class DriverSeat(Action free) : IDisposable
{
    private readonly TaskCompletionSource _left = new();
    private int _isTaken;

    public WakeUp WakeUp { get; } = new();

    /// <summary>Completed as the last act of a driver, so what goes on from it may go on at once.</summary>
    public Task Left => _left.Task;

    /// <summary>Takes the place, unless a driver has it.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    public void Leave()
    {
        free();
        _left.TrySetResult();
    }

    /// <summary>Gives up a place that was kept and not needed.</summary>
    public void Dispose()
    {
        if (TryTake())
            Leave();
    }
}
