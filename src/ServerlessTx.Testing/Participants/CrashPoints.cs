namespace ServerlessTx.Testing;

/// <summary>
/// The points at which a participant's process can vanish: before and after each thing that it does to what is durable. A participant over
/// <see cref="IPartitionStore"/> has them by <see cref="Around(IPartitionStore)"/>; others put theirs where they write. Without any, only the
/// loss of an answer is tried.
/// </summary>
public sealed class CrashPoints
{
    private TaskCompletionSource _crashed = new();
    private int _left = int.MaxValue;

    /// <summary>Ends when the process has vanished.</summary>
    internal Task Crashed => _crashed.Task;

    /// <summary>The process vanishes here, or goes on. What waits in a process that has vanished never goes on.</summary>
    public Task PointAsync()
    {
        if (Interlocked.Decrement(ref _left) > 0)
            return Task.CompletedTask;
        _crashed.TrySetResult();
        return new TaskCompletionSource().Task;
    }

    /// <summary>Has a point before and one after an effect.</summary>
    public async Task<T> AroundAsync<T>(Func<Task<T>> effect)
    {
        await PointAsync();
        var result = await effect();
        await PointAsync();
        return result;
    }

    /// <summary>A store with a point before and one after each operation.</summary>
    public IPartitionStore Around(IPartitionStore store) => new CrashingStore(store, this);

    /// <summary>Lets it vanish at the n-th point from here.</summary>
    internal void Arm(int point) => _left = point;

    /// <summary>The next process lives.</summary>
    internal void Disarm()
    {
        _left = int.MaxValue;
        _crashed = new();
    }

    private sealed class CrashingStore(IPartitionStore store, CrashPoints points) : IPartitionStore
    {
        public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) =>
            points.AroundAsync(() => store.ReadAsync(partition, query, cancellation));

        public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default) =>
            points.AroundAsync(() => store.CommitAsync(partition, batch, cancellation));
    }
}
