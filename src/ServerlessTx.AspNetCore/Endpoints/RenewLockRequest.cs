using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.AspNetCore;

/// <summary>The body of a renewal.</summary>
internal sealed record RenewLockRequest : LockTokenRequest
{
    [Range(1, LockTerms.LongestTtlSeconds, ErrorMessage = "must be a whole number of seconds from 1 to 3600; renew the lock again to hold it longer")]
    public int TtlSec { get; init; } = 30;
}
