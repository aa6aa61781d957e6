namespace ServerlessTx.Explorer;

/// <summary>Money that goes from the payer's till to the payee's.</summary>
internal sealed record Payment(decimal Amount);
