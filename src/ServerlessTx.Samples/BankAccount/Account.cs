using static ServerlessTx.Samples.AccountCommand;
using static ServerlessTx.Samples.AccountEvent;

namespace ServerlessTx.Samples;

/// <summary>A bank account: the sum of what has happened to it. There is no overdraft, and nothing after it is closed.</summary>
/// <param name="Status">Where it is in its life.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Balance">What is in it.</param>
public sealed record Account(AccountStatus Status, string? CustomerId, string? Currency, decimal Balance)
{
    /// <summary>Bank accounts as the source has them (Part II, Pattern 4).</summary>
    public static AggregateType<Account, AccountCommand, AccountEvent> Type { get; } = new(
        "BankAccount",
        new Decider<Account, AccountCommand, AccountEvent>(new Account(AccountStatus.Absent, null, null, 0m), Decide, (account, happened) => account.Evolve(happened)),
        AccountEvent.Types);

    private static CommandAnswer<AccountEvent> Decide(AccountCommand command, Account account) => (command, account.Status) switch
    {
        (Open { InitialBalance: < 0 }, _) or (Deposit { Amount: <= 0 }, _) or (Withdraw { Amount: <= 0 }, _) => Refusal.Because("invalid_amount"),
        (Open open, AccountStatus.Absent) => new AccountOpened(open.CustomerId, open.Currency, open.InitialBalance),
        (Open, _) => Refusal.Because("already_opened"),
        (_, AccountStatus.Absent) => Refusal.Because("no_such_account"),
        (_, AccountStatus.Closed) => Refusal.Because("account_closed"),
        (Deposit deposit, _) => new MoneyDeposited(deposit.Amount, deposit.Source),
        (Withdraw withdraw, _) when withdraw.Amount > account.Balance => Refusal.Because("insufficient_funds"),
        (Withdraw withdraw, _) => new MoneyWithdrawn(withdraw.Amount, withdraw.AtmId),
        (Close, _) when account.Balance > 0 => Refusal.Because("account_not_empty"),
        (Close, _) => new AccountClosed(),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such command."),
    };

    private Account Evolve(AccountEvent happened) => happened switch
    {
        AccountOpened opened => new Account(AccountStatus.Active, opened.CustomerId, opened.Currency, opened.InitialBalance),
        MoneyDeposited deposited => this with { Balance = Balance + deposited.Amount },
        MoneyWithdrawn withdrawn => this with { Balance = Balance - withdrawn.Amount },
        AccountClosed => this with { Status = AccountStatus.Closed },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "There is no such event."),
    };
}
