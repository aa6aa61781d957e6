namespace ServerlessTx.Samples;

/// <summary>One prepare's wait, over all the locks it wants and all the times its work runs again.</summary>
public sealed class LockWait : IDisposable
{
    private const int FirstPauseMs = 5;
    private const int LongestPauseMs = 50;
    private const int TurnPauseMs = 20;

    private readonly TimeProvider _time;
    private readonly LockQueue.Place _place;
    private readonly DateTimeOffset _until;
    private readonly HashSet<string> _seen = [];
    private readonly Random _pace;
    private int _pauses;

    internal LockWait(TimeProvider time, TimeSpan longest, LockQueue.Place place) =>
        (_time, _place, _until, _pace) = (time, place, time.GetUtcNow() + longest, new Random(place.Seed));

    public bool IsOver => _time.GetUtcNow() >= _until;

    /// <summary>Whether this holder had not been in the way before.</summary>
    public bool IsNew(IHeld holder) => _seen.Add(holder.TransactionId);

    /// <summary>Waits until nobody older waits here for the same locks, or until the wait is over: even then it is worth a look.</summary>
    public async Task TurnAsync(CancellationToken cancellation)
    {
        while (!_place.IsFirst && !IsOver)
            await PauseAsync(TurnPauseMs, cancellation);
    }

    /// <summary>Waits a little, holding nothing.</summary>
    public Task PauseAsync(CancellationToken cancellation) =>
        PauseAsync(Math.Min(LongestPauseMs, FirstPauseMs << Math.Min(_pauses++, 8)), cancellation);

    public void Dispose() => _place.Dispose();

    // No two waiters keep the same pace, or they would meet again and again.
    private Task PauseAsync(int atMostMs, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(atMostMs * (0.5 + _pace.NextDouble() / 2)), _time, cancellation);
}
