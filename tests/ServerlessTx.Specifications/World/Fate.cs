namespace ServerlessTx.Specifications;

/// <summary>
/// A process and the point at which it vanishes: before or after the n-th thing that it does to the world outside. What a vanished
/// process waits for never comes, and what it wanted to do next is not done.
/// </summary>
internal sealed class Fate(int diesAt)
{
    private bool _isDead;

    public static Fate Immortal => new(int.MaxValue);

    /// <summary>How many points it has come by.</summary>
    public int Points { get; private set; }

    public async Task<T> AroundAsync<T>(Func<Task<T>> effect)
    {
        await PointAsync();
        try
        {
            return await effect();
        }
        finally
        {
            await PointAsync();
        }
    }

    private Task PointAsync()
    {
        _isDead |= ++Points >= diesAt;
        return _isDead ? new TaskCompletionSource().Task : Task.CompletedTask;
    }
}

/// <summary>A store as a mortal process sees it.</summary>
internal sealed class MortalStore(IPartitionStore store, Fate fate) : IPartitionStore
{
    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) =>
        fate.AroundAsync(() => store.ReadAsync(partition, query, cancellation));

    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default) =>
        fate.AroundAsync(() => store.CommitAsync(partition, batch, cancellation));
}
