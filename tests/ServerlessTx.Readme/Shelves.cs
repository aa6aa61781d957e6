using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.Testing;

namespace ServerlessTx.Readme;

internal sealed record Copies(int Left);

/// <summary>Writes what it made of what it saw a while ago: that is what a lock is for.</summary>
internal sealed class Shelf(Locks locks, Barrier barrier)
{
    // readme: lock
    public Task<LockedOperation<bool>> TakeAsync(string book) =>
        locks.ExecuteWithLockAsync($"shelf:{book}", ttl: TimeSpan.FromSeconds(30), retries: 3, async (lease, lost) =>
        {
            var seen = await CountAsync(book, lost);
            return await barrier.AloneAsync("shelf", rows => PutAsync(rows, book, seen - 1, lease.Fence), lost);
        });

    private static async Task<bool> PutAsync(BarrierRows rows, string book, int left, Fence fence)
    {
        if (!await rows.AdmitAsync(fence))
            return false;
        await rows.FindAsync<Copies>(book);
        rows.Put(book, new Copies(left));
        return true;
    }
    // end

    public async Task<int> CountAsync(string book, CancellationToken cancellation) =>
        await barrier.AloneAsync("shelf", async rows => await rows.FindAsync<Copies>(book), cancellation) is { } copies ? copies.Left : 100;
}

/// <summary>The README's shelf, taken from by several at once.</summary>
public sealed class ShelfTests
{
    [Fact]
    public void Each_of_three_who_take_at_once_is_counted() => VirtualTime.Run(async time =>
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddServerlessTx(_ => { }).BuildServiceProvider();
        var shelf = new Shelf(services.GetRequiredService<Locks>(), new Barrier(new MemoryPartitionStore(), time));
        var taken = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shelf.TakeAsync("book")));
        Assert.All(taken, one => Assert.True(one.Result));
        Assert.Equal(97, await shelf.CountAsync("book", default));
        return true;
    });
}
