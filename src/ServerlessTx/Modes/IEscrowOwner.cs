namespace ServerlessTx;

/// <summary>A side whose accounts have limits: it keeps an amount of an account for debits that are made while it is away.</summary>
public interface IEscrowOwner
{
    /// <summary>Sets an amount of an account aside, in place of what was set aside before; an older wish than the one it knows changes nothing.</summary>
    /// <param name="account">The account.</param>
    /// <param name="amount">How much in all; nothing releases it.</param>
    /// <param name="asked">The version of the wish, by which wishes are ordered.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What is set aside then: as much as was asked, or what stood where the account does not hold that.</returns>
    Task<decimal> SetAsideAsync(string account, decimal amount, long asked, CancellationToken cancellation);
}
