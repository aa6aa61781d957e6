using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.AspNetCore;

/// <summary>The body of a cancel, which may be left out.</summary>
internal sealed record CancelRequest
{
    /// <summary>Why; recorded with the decision and told to whoever undoes.</summary>
    [StringLength(500, MinimumLength = 1, ErrorMessage = "must have 1 to 500 characters")]
    public string? Reason { get; init; }
}
