using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Samples;

/// <summary>A ride as it is asked for.</summary>
public sealed record RequestRide
{
    /// <summary>Who rides; nobody knows the rider <c>nobody</c>.</summary>
    [Name]
    public required string RiderId { get; init; }

    /// <summary>Where drivers are looked for.</summary>
    [Name]
    public required string Zone { get; init; }

    /// <summary>What the ride costs.</summary>
    [Range(typeof(decimal), "0.01", "10000", ErrorMessage = "must be a number from 0.01 to 10000")]
    [WholeCents]
    public required decimal Fare { get; init; }

    /// <summary>What a cancelled ride costs; nothing without it.</summary>
    public CancellationFee? CancellationFee { get; init; }
}

/// <summary>The rule by which a part of the fare is kept. It is data: it came with the ride, and its evidence shows it.</summary>
public sealed record CancellationFee
{
    /// <summary>How much is kept, at most the fare.</summary>
    [Range(typeof(decimal), "0.01", "10000", ErrorMessage = "must be a number from 0.01 to 10000")]
    [WholeCents]
    public required decimal Amount { get; init; }

    /// <summary>How long after the fare was charged a cancel is free, in seconds.</summary>
    [Range(0, 86_400, ErrorMessage = "must be a whole number from 0 to 86400")]
    public int FreeForSec { get; init; }

    /// <summary>The reasons that cost the fee; those of a ride that failed for another are refunded whole.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
