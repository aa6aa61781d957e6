namespace ServerlessTx.Samples.Tests;

/// <summary>A store as far away as a real one: each operation takes its time there and back, and others get in between.</summary>
internal sealed class SlowStore(IPartitionStore store, VirtualTime time, int seed, int leastMs = 1, int mostMs = 5) : IPartitionStore
{
    private readonly Random _random = new(seed);

    public async Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        await WayAsync();
        var page = await store.ReadAsync(partition, query, cancellation);
        await WayAsync();
        return page;
    }

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        await WayAsync();
        var result = await store.CommitAsync(partition, batch, cancellation);
        await WayAsync();
        return result;
    }

    private Task WayAsync() => Task.Delay(TimeSpan.FromMilliseconds(_random.Next(leastMs, mostMs + 1)), time);
}
