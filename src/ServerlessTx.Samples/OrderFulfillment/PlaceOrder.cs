using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Samples;

/// <summary>An order as it is placed.</summary>
public sealed record PlaceOrder
{
    [Name]
    public required string CustomerId { get; init; }

    [Name]
    public required string Sku { get; init; }

    [Range(1, 1_000_000, ErrorMessage = "must be a whole number from 1 to 1000000")]
    public required int Quantity { get; init; }

    /// <summary>What is to be paid in all.</summary>
    [Range(typeof(decimal), "0.01", "1000000", ErrorMessage = "must be a number from 0.01 to 1000000")]
    public required decimal Amount { get; init; }

    /// <summary>Where it goes; nobody delivers to <c>nowhere</c>.</summary>
    [StringLength(200, MinimumLength = 1, ErrorMessage = "must have 1 to 200 characters")]
    public string ShipTo { get; init; } = "home";
}
