using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>
/// Locks with a lease and a fencing token, each a row that is only written conditionally. A holder that vanishes wedges nothing: its lease
/// ends. One that stands still longer than its lease may go on in the belief that it holds the lock; that is why the resource itself has to
/// refuse its token (<see cref="Fencing"/>). The idea is Kleppmann's, "How to do distributed locking" (2016).
/// <para>Those who wait are served in the order in which they first asked, as long as they go on asking; clocks that differ may cost a place.</para>
/// </summary>
public sealed class Locks
{
    private readonly LockRows _rows;
    private readonly TimeProvider _time;
    private readonly RandomNumberGenerator _random;

    internal Locks(LockRows rows, TimeProvider time, RandomNumberGenerator random) => (_rows, _time, _random) = (rows, time, random);

    /// <summary>Takes a lock, or waits in line for it as the terms say.</summary>
    /// <exception cref="ArgumentException">The resource has no name, or the terms are out of range.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the lock may be the owner's, which asking again as the same owner tells.</exception>
    public async Task<LockAnswer> AcquireAsync(string resource, LockTerms? terms = null, CancellationToken cancellation = default)
    {
        terms ??= new LockTerms();
        terms.Check();
        var owner = terms.Owner ?? _random.Hex(10);
        var place = await _rows.PlaceAsync(resource, cancellation);
        for (var retries = terms.Retries; ; retries--)
        {
            var answer = await TryAsync(place, resource, owner, terms, retries > 0, cancellation);
            if (answer is LockAnswer.Held || retries == 0)
                return answer;
            await Task.Delay(terms.RetryAfter, _time, cancellation);
        }
    }

    /// <summary>Holds a lock for longer, counted from now. One that has expired is still the holder's while nobody else has taken it.</summary>
    /// <returns>The lease as it is then, or nothing when the lock is lost.</returns>
    public async Task<LockLease?> RenewAsync(LockLease lease, TimeSpan ttl, CancellationToken cancellation = default)
    {
        new LockTerms { Ttl = ttl }.Check();
        return await ChangeAsync(lease, state => state.Renew(lease.Owner, lease.Token, ttl, _time.GetUtcNow()), cancellation) is { } renewed
            ? lease with { ExpiresAt = renewed.ExpiresAt!.Value }
            : null;
    }

    /// <summary>Gives a lock up. To give it up twice is to give it up once.</summary>
    /// <returns>False when it is another's: the lease had ended, and somebody took it.</returns>
    public async Task<bool> ReleaseAsync(LockLease lease, CancellationToken cancellation = default) =>
        await ChangeAsync(lease, state => state.Release(lease.Owner, lease.Token, _time.GetUtcNow()), cancellation) is not null;

    /// <summary>How a lock stands. One that nobody took is free, under the token behind which it goes on.</summary>
    public async Task<LockView> StateAsync(string resource, CancellationToken cancellation = default)
    {
        var state = (await _rows.FindAsync(await _rows.PlaceAsync(resource, cancellation), cancellation)).State;
        var now = _time.GetUtcNow();
        var held = state.IsHeld(now);
        return new LockView(resource, held, state.Token, held ? state.Owner : null, held ? state.ExpiresAt : null, state.Waiting.Count(waiter => waiter.Until > now));
    }

    /// <summary>
    /// What happened to a lock, the newest 32 acts, as a document that <see cref="EvidenceVerifier"/> judges: acquired, released, expired, each
    /// with its token and its holder, chained by hashes. Nothing when nobody has taken it, or it was free for so long that it is forgotten.
    /// </summary>
    public async Task<JsonObject?> EvidenceAsync(string resource, CancellationToken cancellation = default) =>
        LockDocument.Of((await _rows.FindAsync(await _rows.PlaceAsync(resource, cancellation), cancellation)).State);

    /// <summary>
    /// Takes several locks, all or none. They are taken one behind the other in the ordinal order of their names, whatever order they were
    /// given in, so that no two who want the same locks each wait for what the other has.
    /// </summary>
    /// <param name="resources">What is locked, 1 to 64 names; one that is named twice is locked once.</param>
    /// <param name="terms">For each of them. All have one owner, so that who asks again is given the same leases.</param>
    /// <param name="cancellation">Ends the waiting; what was taken is given up.</param>
    /// <exception cref="ArgumentException">A resource has no name, there are none or too many, or the terms are out of range. Nothing was taken.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; what may have been taken ends with its lease.</exception>
    public async Task<SeveralLocksAnswer> AcquireAllAsync(IEnumerable<string> resources, LockTerms? terms = null, CancellationToken cancellation = default)
    {
        var ordered = SeveralLocks.InOrder(resources);
        terms = (terms ?? new LockTerms()) with { Owner = terms?.Owner ?? _random.Hex(10) };
        return await new SeveralLocks(this, terms, _time).AcquireAsync(ordered, cancellation);
    }

    /// <summary>Acquires, runs, and releases, whatever becomes of the operation. The lease is renewed while it runs.</summary>
    /// <param name="resource">What is locked.</param>
    /// <param name="ttl">How long the lock outlives a holder that vanishes.</param>
    /// <param name="retries">How often it is tried again when it is not free, a second apart.</param>
    /// <param name="operation">
    /// What is to be done. Its lease holds the token that the resource has to check; its cancellation comes when the lease is lost.
    /// </param>
    /// <param name="cancellation">Ends the waiting and the operation; the lock is released.</param>
    public async Task<LockedOperation<T>> ExecuteWithLockAsync<T>(
        string resource, TimeSpan ttl, int retries, Func<LockLease, CancellationToken, Task<T>> operation, CancellationToken cancellation = default) =>
        await ExecuteWithLocksAsync([resource], ttl, retries, (leases, lost) => operation(leases[0], lost), cancellation);

    /// <summary>The same under several locks, which are taken all or none, as <see cref="AcquireAllAsync"/> says, and are all renewed.</summary>
    /// <param name="resources">What is locked.</param>
    /// <param name="ttl">How long the locks outlive a holder that vanishes.</param>
    /// <param name="retries">How often each is tried again when it is not free, a second apart.</param>
    /// <param name="operation">
    /// What is to be done, with the leases in the ordinal order of their resources. Its cancellation comes when one of them is lost.
    /// </param>
    /// <param name="cancellation">Ends the waiting and the operation; the locks are released.</param>
    public async Task<LockedOperation<T>> ExecuteWithLocksAsync<T>(
        IEnumerable<string> resources,
        TimeSpan ttl,
        int retries,
        Func<IReadOnlyList<LockLease>, CancellationToken, Task<T>> operation,
        CancellationToken cancellation = default) =>
        await AcquireAllAsync(resources, new LockTerms { Ttl = ttl, Retries = retries }, cancellation) switch
        {
            SeveralLocksAnswer.Held held => await new KeptLeases(this, held.Leases, ttl, _time).RunAsync(operation, cancellation),
            SeveralLocksAnswer.Busy busy => LockedOperation<T>.NotAcquired(busy.Resource),
            _ => throw new InvalidOperationException("Several locks answer held or busy."),
        };

    private async Task<LockAnswer> TryAsync(LockPlace place, string resource, string owner, LockTerms terms, bool asksAgain, CancellationToken cancellation)
    {
        var (now, holds) = (default(DateTimeOffset), false);
        var stands = await WriteAsync(place, owner, state =>
        {
            now = _time.GetUtcNow();
            (var after, holds) = state.Acquire(owner, terms.Ttl, asksAgain ? terms.RetryAfter * 3 : null, now);
            return after;
        }, cancellation);
        return holds
            ? new LockAnswer.Held(new LockLease(resource, owner, stands!.Token, stands.ExpiresAt!.Value))
            : new LockAnswer.Busy(stands!.IsHeld(now) ? stands.ExpiresAt : null, stands.Ahead(owner, now));
    }

    private async Task<LockState?> ChangeAsync(LockLease lease, Func<LockState, LockState?> change, CancellationToken cancellation) =>
        await WriteAsync(await _rows.PlaceAsync(lease.Resource, cancellation), lease.Owner, change, cancellation);

    /// <summary>Changes a lock, again on whatever another wrote meanwhile.</summary>
    /// <returns>What stands then; nothing where the change is none that the caller may make.</returns>
    private async Task<LockState?> WriteAsync(LockPlace place, string owner, Func<LockState, LockState?> change, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            var found = await _rows.FindAsync(place, cancellation);
            var after = change(found.State);
            if (after is null || ReferenceEquals(after, found.State) || await _rows.TryWriteAsync(place, found, after, cancellation))
                return after;
            await Task.Delay(CallPolicy.Contention.Pause(owner, round), _time, cancellation);
        }
    }
}
