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
            await keeping;
            return (await Task.WhenAll(leases.Select(lease => locks.ReleaseAsync(lease, CancellationToken.None)))).All(released => released);
        }
    }

    /// <summary>Renews three times in a lease, until the operation is done or the lease is lost.</summary>
    private async Task KeepAsync(LockLease lease, CancellationTokenSource lost, CancellationToken done)
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
                return;
            }
            catch (StoreUnavailableException) when (time.GetUtcNow() < until)
            {
                // The lease still runs: the store may be back in time.
            }
            catch (StoreUnavailableException)
            {
                break;
            }
        }

        lost.Cancel();
    }
}
