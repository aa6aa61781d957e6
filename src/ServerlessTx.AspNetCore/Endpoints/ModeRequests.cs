using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.AspNetCore;

/// <summary>The body of a switch.</summary>
internal sealed record SwitchRequest : IValidatableObject
{
    public required Mode To { get; init; }

    /// <summary>Into degraded: the sides whose operations are to be buffered.</summary>
    public IReadOnlyList<string>? Away { get; init; }

    [StringLength(500, MinimumLength = 1, ErrorMessage = "must have 1 to 500 characters")]
    public required string Reason { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (To is Mode.Degraded && Away is not { Count: > 0 })
            yield return new ValidationResult("is missing: name the sides whose operations are to be buffered", [nameof(Away)]);
        if (To is not Mode.Degraded && Away is not null)
            yield return new ValidationResult("goes with degraded only", [nameof(Away)]);
        if (Away is not null && (Away.Any(side => side is null) || Away.Distinct().Count() != Away.Count))
            yield return new ValidationResult("must name each side once", [nameof(Away)]);
    }
}

/// <summary>The body of a wish for escrow.</summary>
internal sealed record EscrowRequest
{
    [RegularExpression("[A-Za-z0-9_-]{1,64}", ErrorMessage = "must be 1 to 64 letters, digits, '_' or '-'")]
    public required string Side { get; init; }

    [RegularExpression("[A-Za-z0-9_-]{1,64}", ErrorMessage = "must be 1 to 64 letters, digits, '_' or '-'")]
    public required string Account { get; init; }

    /// <summary>How much in all; 0 releases it.</summary>
    [Range(typeof(decimal), "0", "1000000000000", ErrorMessage = "must be a number from 0 to 1000000000000")]
    public required decimal Amount { get; init; }
}

/// <summary>The body of a resolve.</summary>
internal sealed record ConflictRequest
{
    [StringLength(300, MinimumLength = 1, ErrorMessage = "must have 1 to 300 characters")]
    public required string Operation { get; init; }

    public required ConflictAct Act { get; init; }

    [StringLength(500, MinimumLength = 1, ErrorMessage = "must have 1 to 500 characters")]
    public required string Reason { get; init; }
}
