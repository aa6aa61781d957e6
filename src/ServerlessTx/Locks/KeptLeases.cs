namespace ServerlessTx;

/// <summary>Leases that are renewed while an operation runs under them, and are given up behind it.</summary>
internal sealed class KeptLeases(Locks locks, IReadOnlyList<LockLease> leases, TimeSpan ttl, TimeProvider time)
{
    public async Task<LockedOperation<T>> RunAsync<T>(Func<IReadOnlyList<LockLease>, CancellationToken, Task<T>> operation, CancellationToken cancellation)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var done = new CancellationTokenSource();
        var keeping = Task.WhenAll(leases.Select(lease => KeepAsync(lease, lost, done.Token)));
        T result;
        try
        {
            result = await operation(leases, lost.Token);
        }
        catch
        {
            await EndAsync();
            throw;
        }

        return LockedOperation<T>.Ran(leases, result, released: await EndAsync());

        async Task<bool> EndAsync()
        {
            done.Cancel();
            var kept = await keeping;
            var released = await Task.WhenAll(leases.Select(ReleaseAsync));
            return released.Zip(kept, (isReleased, wasKept) => isReleased ?? wasKept).All(held => held);
        }
    }

    /// <summary>
    /// The operation is over, and what it came to, or how it failed, is what its caller has to hear: a store that fails now takes that from
    /// nobody. The lease ends by itself.
    /// </summary>
    /// <returns>Whether it was held until now; nothing where the store does not say.</returns>
    private async Task<bool?> ReleaseAsync(LockLease lease)
    {
        try
        {
            return await locks.ReleaseAsync(lease, CancellationToken.None);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Renews three times in a lease, until the operation is done or the lease is lost. However the store fails, the operation is told at the lease's end.</summary>
    /// <returns>Whether it was kept until the operation was done.</returns>
    private async Task<bool> KeepAsync(LockLease lease, CancellationTokenSource lost, CancellationToken done)
    {
        var until = lease.ExpiresAt;
        while (!done.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(ttl / 3, time, done);
                if (await locks.RenewAsync(lease, ttl, done) is not { } renewed)
                    break;
                until = renewed.ExpiresAt;
            }
            catch (OperationCanceledException) when (done.IsCancellationRequested)
            {
                return true;
            }
            catch (Exception)
            {
                // While the lease still runs the store may be back in time.
                if (time.GetUtcNow() >= until)
                    break;
            }
        }

        lost.Cancel();
        return false;
    }
}
