namespace ServerlessTx.Functions.Tests;

/// <summary>
/// A worker that vanishes at the n-th thing that an activity does to the world outside, before or after it. What it had in flight never
/// comes back; the next worker is told to run the activity again.
/// </summary>
internal sealed class OneCrash(IPartitionStore store) : IPartitionStore
{
    private int? _at;

    public int Points { get; private set; }

    public void Arm(int at) => (_at, Points) = (at, 0);

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) =>
        AroundAsync(() => store.ReadAsync(partition, query, cancellation));

    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default) =>
        AroundAsync(() => store.CommitAsync(partition, batch, cancellation));

    private async Task<T> AroundAsync<T>(Func<Task<T>> effect)
    {
        await PointAsync();
        var result = await effect();
        await PointAsync();
        return result;
    }

    private Task PointAsync() => ++Points == _at ? new TaskCompletionSource().Task : Task.CompletedTask;
}
