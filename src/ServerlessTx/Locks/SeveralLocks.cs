namespace ServerlessTx;

/// <summary>Takes locks one behind the other, and gives up what it has when one is not to be had.</summary>
internal sealed class SeveralLocks(Locks locks, LockTerms terms, TimeProvider time)
{
    private const int Most = 64;

    /// <exception cref="ArgumentException">There are none or too many, or one has no name.</exception>
    public static IReadOnlyList<string> InOrder(IEnumerable<string> resources)
    {
        string[] ordered = [.. resources.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (ordered.Length is 0 or > Most)
            throw new ArgumentException($"1 to {Most} resources are locked together; {ordered.Length} were named.");
        return ordered.FirstOrDefault(resource => !LockRows.IsResource(resource)) is { } wrong ? throw LockRows.NoResource(wrong) : ordered;
    }

    public async Task<SeveralLocksAnswer> AcquireAsync(IReadOnlyList<string> ordered, CancellationToken cancellation)
    {
        var leases = new List<LockLease>();
        try
        {
            foreach (var resource in ordered)
            {
                if (await locks.AcquireAsync(resource, terms, cancellation) is not LockAnswer.Held held)
                    return await GiveUpAsync(leases, resource);
                leases.Add(held.Lease);
            }

            return await FreshenAsync(leases, cancellation) is { } lost ? await GiveUpAsync(leases, lost) : new SeveralLocksAnswer.Held(leases);
        }
        catch
        {
            await GiveUpAsync(leases, "");
            throw;
        }
    }

    /// <summary>While the last was waited for, the first may have run out, and may be another's.</summary>
    /// <returns>The resource whose lock is lost.</returns>
    private async Task<string?> FreshenAsync(List<LockLease> leases, CancellationToken cancellation)
    {
        for (var i = 0; i < leases.Count; i++)
        {
            if (leases[i].ExpiresAt - time.GetUtcNow() > terms.Ttl / 2)
                continue;
            if (await locks.RenewAsync(leases[i], terms.Ttl, cancellation) is not { } renewed)
                return leases[i].Resource;
            leases[i] = renewed;
        }

        return null;
    }

    private async Task<SeveralLocksAnswer> GiveUpAsync(IEnumerable<LockLease> leases, string busy)
    {
        await Task.WhenAll(leases.Select(lease => locks.ReleaseAsync(lease, CancellationToken.None)));
        return new SeveralLocksAnswer.Busy(busy);
    }
}
