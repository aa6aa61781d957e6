using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Samples;

/// <summary>A basket at the till: what is held for its customer until all of it is.</summary>
public sealed record Checkout
{
    [Name]
    public required string CustomerId { get; init; }

    [Name]
    public required string Sku { get; init; }

    [Range(1, 1_000_000, ErrorMessage = "must be a whole number from 1 to 1000000")]
    public required int Quantity { get; init; }

    /// <summary>What is to be paid in all.</summary>
    [Range(typeof(decimal), "0.01", "1000000", ErrorMessage = "must be a number from 0.01 to 1000000"), WholeCents]
    public required decimal Amount { get; init; }

    /// <summary>How long the reservations stand if nothing is decided; five minutes without it.</summary>
    [Range(1, 3600, ErrorMessage = "must be a whole number from 1 to 3600")]
    public int? ExpiresInSeconds { get; init; }
}
