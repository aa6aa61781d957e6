using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.AspNetCore;

/// <summary>The body of an erasure, which may be left out.</summary>
internal sealed record EraseRequest
{
    /// <summary>Why; kept for good, so nothing personal belongs in it.</summary>
    [StringLength(500, MinimumLength = 1, ErrorMessage = "must have 1 to 500 characters")]
    public string? Reason { get; init; }
}
