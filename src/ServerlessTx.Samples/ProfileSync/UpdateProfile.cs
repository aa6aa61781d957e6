using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Samples;

/// <summary>What a user changes about their profile; what is left out stays.</summary>
public sealed record UpdateProfile
{
    [Name]
    public required string UserId { get; init; }

    [StringLength(100, MinimumLength = 1, ErrorMessage = "must have 1 to 100 characters")]
    public string? DisplayName { get; init; }

    [StringLength(200, ErrorMessage = "must have at most 200 characters")]
    public string? Headline { get; init; }

    /// <summary>The version that the user saw; another is refused. Without it the change is made to whatever stands.</summary>
    [Range(0, int.MaxValue, ErrorMessage = "must be a whole number of 0 or more")]
    public int? ExpectedVersion { get; init; }
}
