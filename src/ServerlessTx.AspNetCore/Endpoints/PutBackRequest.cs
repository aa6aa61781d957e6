using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.AspNetCore;

/// <summary>The body of a put-back.</summary>
internal sealed record PutBackRequest
{
    /// <summary>Why; recorded with who it was.</summary>
    [StringLength(500, MinimumLength = 1, ErrorMessage = "must have 1 to 500 characters")]
    public required string Reason { get; init; }
}
