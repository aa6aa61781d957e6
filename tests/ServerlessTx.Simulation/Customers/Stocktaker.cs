namespace ServerlessTx.Simulation;

/// <summary>
/// Counts shelves under their locks, on machines that stand still, die, and disagree about the time. It looks, thinks, and writes what it made
/// of what it saw; some do not listen when their lock is lost, and some hold it by a lease that nobody renews.
/// </summary>
internal sealed class Stocktaker(World world)
{
    private const int Names = 3;

    private static readonly TimeSpan LongestThought = TimeSpan.FromMinutes(3);

    private readonly Weather _weather = world.Weather;

    public async Task LiveAsync()
    {
        await Task.Delay(_weather.Profile.Storm * _weather.Random.NextDouble(), world.Time);
        for (var times = _weather.Random.Next(1, 5); times > 0; times--)
        {
            // Of what a machine was about that died nobody hears.
            if (world.Hosts is { Count: > 0 } hosts)
                await Task.WhenAny(TryAsync(hosts[_weather.Random.Next(hosts.Count)]), Task.Delay(2 * LongestThought, world.Time));
            await Task.Delay(_weather.Between(TimeSpan.Zero, TimeSpan.FromMinutes(1)), world.Time);
        }
    }

    private async Task TryAsync(Host host)
    {
        try
        {
            var (name, locks, terms) = ($"shelf_{_weather.Random.Next(Names)}", host.Get<Locks>(), new LockTerms { Ttl = Seconds(2, 60), Retries = _weather.Random.Next(5) });
            if (_weather.IsLikely(0.5))
                await locks.ExecuteWithLockAsync(name, terms.Ttl, terms.Retries, (lease, lost) => CountAsync(host, lease, _weather.IsLikely(0.5) ? lost : default));
            else if (await locks.AcquireAsync(name, terms) is LockAnswer.Held { Lease: var lease } && await CountAsync(host, lease, default))
                await locks.ReleaseAsync(lease);
        }
        catch (Exception unavailable) when (unavailable is StoreUnavailableException or OperationCanceledException)
        {
        }
        catch (Exception failure)
        {
            world.Alarm.Raise($"under a lock: {failure}");
        }
    }

    /// <summary>Whoever looks shows the token too: behind that no older holder is let in.</summary>
    private async Task<bool> CountAsync(Host host, LockLease lease, CancellationToken lost)
    {
        var store = new UncertainStore(world.Rows, host.Life, _weather);
        var seen = 0;
        if (!await ActAsync(shelf => seen = shelf.Count, writes: false))
            return false;
        await Task.Delay(_weather.Between(TimeSpan.Zero, LongestThought), host.Clock, lost);
        return await ActAsync(_ => { }, writes: true);

        async Task<bool> ActAsync(Action<Shelf> look, bool writes)
        {
            var rows = new BarrierRows(store, Shelves.Partition, null, lost);
            if (!await rows.AdmitAsync(lease.Fence))
                return false;
            look(await rows.FindAsync<Shelf>(Shelf.Key(lease.Resource)) ?? new Shelf(0));
            if (writes)
                rows.Put(Shelf.Key(lease.Resource), new Shelf(seen + 1));
            return await store.CommitAsync(Shelves.Partition, [.. rows.Writes], lost) is CommitResult.Committed;
        }
    }

    private TimeSpan Seconds(int least, int most) => TimeSpan.FromSeconds(_weather.Random.Next(least, most));
}
