using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Samples;

/// <summary>Money that goes from one account to another.</summary>
public sealed record TransferMoney : IValidatableObject
{
    [Name]
    public required string From { get; init; }

    [Name]
    public required string To { get; init; }

    [Range(typeof(decimal), "0.01", "1000000", ErrorMessage = "must be a number from 0.01 to 1000000"), WholeCents]
    public required decimal Amount { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (From == To)
            yield return new ValidationResult("must be another account than from", [nameof(To)]);
    }
}
