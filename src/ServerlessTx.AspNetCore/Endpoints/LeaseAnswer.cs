namespace ServerlessTx.AspNetCore;

/// <summary>A lock as its holder is told, in the source's words.</summary>
internal sealed record LeaseAnswer(string Resource, bool LockAcquired, long LockToken, string LockHolder, DateTimeOffset ExpiresAt)
{
    public static LeaseAnswer Of(LockLease lease) => new(lease.Resource, LockAcquired: true, lease.Token, lease.Owner, lease.ExpiresAt);
}
