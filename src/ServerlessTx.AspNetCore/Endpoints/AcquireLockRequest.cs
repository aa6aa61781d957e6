using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.AspNetCore;

/// <summary>The body of an acquire.</summary>
internal sealed record AcquireLockRequest
{
    /// <summary>Required, because only an owner that names itself can send its request again and be given the same lock.</summary>
    [StringLength(100, MinimumLength = 1, ErrorMessage = "must have 1 to 100 characters")]
    public required string Owner { get; init; }

    [Range(1, LockTerms.LongestTtlSeconds, ErrorMessage = "must be a whole number of seconds from 1 to 3600; renew the lock to hold it longer")]
    public int TtlSec { get; init; } = 30;
}
