using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.AspNetCore;

/// <summary>The body of a release: whose lock it is, and under which token.</summary>
internal record LockTokenRequest
{
    [StringLength(100, MinimumLength = 1, ErrorMessage = "must have 1 to 100 characters")]
    public required string Owner { get; init; }

    [Range(1, long.MaxValue, ErrorMessage = "must be the lock_token that the acquire answered")]
    public required long LockToken { get; init; }

    /// <summary>What the holder has in hand, but for its end, which nobody needs to know in order to change it.</summary>
    public LockLease LeaseOf(string resource) => new(resource, Owner, LockToken, default);
}
