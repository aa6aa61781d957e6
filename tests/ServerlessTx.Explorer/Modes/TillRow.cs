namespace ServerlessTx.Explorer;

/// <summary>How a till stands.</summary>
/// <param name="Balance">What is in it.</param>
/// <param name="Held">What prepared payments will take of that.</param>
/// <param name="SetAside">What of it is kept for payments that are made while the till is away.</param>
/// <param name="Asked">The newest wish to set something aside that it has heard.</param>
internal sealed record TillRow(decimal Balance, decimal Held, decimal SetAside, long Asked)
{
    public const string Key = "x|till";

    /// <summary>What a payment may take that has no escrow.</summary>
    public decimal Available => Balance - Held - SetAside;
}
