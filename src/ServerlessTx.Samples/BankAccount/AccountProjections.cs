using System.Collections.Immutable;

namespace ServerlessTx.Samples;

/// <summary>What is read of all accounts together.</summary>
public static class AccountProjections
{
    /// <summary>What a customer has, in each currency.</summary>
    public static Projection<Account, AccountShare, CustomerBalances> ByCustomer { get; } = new("balances_by_customer", version: 1)
    {
        Share = (_, account) => AccountShare.Of(account),
        Row = share => share.CustomerId,
        Empty = new CustomerBalances(0, ImmutableSortedDictionary<string, decimal>.Empty),
        Add = (row, share) => row.Plus(share, 1),
        Subtract = (row, share) => row.Plus(share, -1),
    };

    /// <summary>What there is in a currency: its total is that of all accounts.</summary>
    public static Projection<Account, AccountShare, LedgerTotal> Ledger { get; } = new("ledger", version: 1)
    {
        Share = (_, account) => AccountShare.Of(account),
        Row = share => share.Currency,
        Empty = new LedgerTotal(0, 0m),
        Add = (row, share) => new LedgerTotal(row.Accounts + 1, row.Total + share.Balance),
        Subtract = (row, share) => new LedgerTotal(row.Accounts - 1, row.Total - share.Balance),
    };
}

/// <summary>What an account contributes.</summary>
public sealed record AccountShare(string CustomerId, string Currency, decimal Balance)
{
    public static AccountShare Of(Account account) => new(account.CustomerId!, account.Currency!, account.Balance);
}

public sealed record CustomerBalances(int Accounts, ImmutableSortedDictionary<string, decimal> Balances)
{
    internal CustomerBalances Plus(AccountShare share, int sign) =>
        new(Accounts + sign, Balances.SetItem(share.Currency, Balances.GetValueOrDefault(share.Currency) + (sign * share.Balance)));
}

public sealed record LedgerTotal(int Accounts, decimal Total);
