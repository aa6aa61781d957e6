namespace ServerlessTx.Samples;

/// <summary>
/// Lock rows in the partition of what they lock. Those of one prepare are taken in its one batch, all or none, so that two transactions
/// cannot wait for each other in one database; across databases the end of the wait breaks the circle.
/// </summary>
/// <param name="inDoubt">Asks for holders in the way.</param>
/// <param name="time">Stamps locks and paces waits.</param>
/// <param name="longestWait">How long a prepare waits for locks that others hold.</param>
public sealed class RowLocks(InDoubt inDoubt, TimeProvider time, TimeSpan longestWait)
{
    public static readonly TimeSpan DefaultWait = TimeSpan.FromMilliseconds(500);

    private readonly LockQueue _queue = new();

    /// <summary>Begins to wait; it ends when the prepare does.</summary>
    public LockWait WaitOf(IBarrierCall call, IReadOnlyList<string> locks) => new(time, longestWait, _queue.Enter(call.TransactionId, locks));

    /// <summary>
    /// Waits until nobody holds any of the locks. A holder is asked for when it is first in the way and once more at the end: the outcome of
    /// one that is decided is applied first.
    /// </summary>
    /// <returns>Whether all are free, as these rows have read them.</returns>
    public async Task<bool> AreFreeAsync(
        BarrierRows rows, IReadOnlyList<string> locks, LockWait wait, Func<IBarrierCall, Task<Conclusion>> conclude, CancellationToken cancellation)
    {
        while (true)
        {
            await wait.TurnAsync(cancellation);
            if (await HolderAsync(rows, locks) is not { } holder)
                return true;
            var isOver = wait.IsOver;
            if ((wait.IsNew(holder) || isOver)
                && await inDoubt.SettleAsync(holder, Phase.Abort, conclude, cancellation)
                && await HolderAsync(rows, locks) is null)
                return true;
            if (isOver)
                return false;
            await wait.PauseAsync(cancellation);
        }
    }

    /// <summary>Takes locks that were found free.</summary>
    public IReadOnlyList<LockAcquired> Take(BarrierRows rows, IReadOnlyList<string> locks, IBarrierCall call)
    {
        var now = time.GetUtcNow();
        foreach (var name in locks)
            rows.Put(Key(name), new LockRow(name, call.TransactionId, call.Branch, now));
        return locks.Select(name => new LockAcquired(name, now)).ToList();
    }

    /// <summary>Releases what the transaction holds of them.</summary>
    public static async Task<IReadOnlyList<string>> ReleaseAsync(BarrierRows rows, IReadOnlyList<string> locks)
    {
        foreach (var name in locks)
        {
            await rows.FindAsync<LockRow>(Key(name));
            rows.Delete(Key(name));
        }

        return locks;
    }

    public static async Task<bool> IsHeldAsync(BarrierRows rows, string name) => await rows.FindAsync<LockRow>(Key(name)) is not null;

    private static async Task<LockRow?> HolderAsync(BarrierRows rows, IReadOnlyList<string> locks)
    {
        LockRow? holder = null;
        foreach (var name in locks)
            holder = await rows.FindAsync<LockRow>(Key(name)) ?? holder;
        return holder;
    }

    private static string Key(string name) => $"lock|{name}";
}
