using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Samples;

/// <summary>Refuses fractions of a cent: a sum of long fractions is rounded, and money would not be conserved.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WholeCentsAttribute() : ValidationAttribute("must have at most two decimals")
{
    public override bool IsValid(object? value) => value is decimal amount && decimal.Round(amount, 2) == amount;
}
