namespace ServerlessTx.Samples;

/// <summary>How long one prepare goes on waiting, over all the locks it wants and all the times its work runs again.</summary>
public sealed class LockWait(TimeProvider time, TimeSpan longest)
{
    private const int FirstPauseMs = 10;
    private const int LongestPauseMs = 50;

    private readonly DateTimeOffset _until = time.GetUtcNow() + longest;
    private readonly HashSet<string> _seen = [];
    private int _pauses;

    public bool IsOver => time.GetUtcNow() >= _until;

    /// <summary>Whether this holder had not been in the way before.</summary>
    public bool IsNew(IHeld holder) => _seen.Add(holder.TransactionId);

    /// <summary>Waits a little, holding nothing. No two waiters keep the same pace, or they would meet again and again.</summary>
    public Task PauseAsync(CancellationToken cancellation)
    {
        var whole = Math.Min(LongestPauseMs, FirstPauseMs << Math.Min(_pauses++, 8));
        return Task.Delay(TimeSpan.FromMilliseconds(whole * (0.5 + Random.Shared.NextDouble() / 2)), time, cancellation);
    }
}
