namespace ServerlessTx;

/// <summary>What an operation does to one account of a participant, as far as escrow has to know.</summary>
/// <param name="Account">The account.</param>
/// <param name="Amount">What it gets; negative for a debit.</param>
public readonly record struct Movement(string Account, decimal Amount);
