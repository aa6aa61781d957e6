namespace ServerlessTx.Bank;

/// <summary>Money that goes from an account of one bank to an account of the other.</summary>
public sealed record Order(string From, string To, decimal Amount);

/// <summary>A look at both banks at one moment.</summary>
public sealed record Look(string Why);
