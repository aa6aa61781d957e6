using static ServerlessTx.Samples.AccountCommand;
using static ServerlessTx.Samples.AccountEvent;

namespace ServerlessTx.Samples.Tests;

/// <summary>Given what has happened, when a command is asked, then this happens, or it is refused.</summary>
public sealed class AccountDecisions
{
    private static readonly AccountOpened Opened = new("cust_567", "EUR", 1000m);

    public static TheoryData<AccountEvent[], AccountCommand, object> Cases => new()
    {
        { [], new Open("cust_567", "EUR", 1000m), Opened },
        { [], new Open("cust_567", "EUR", -1m), "invalid_amount" },
        { [], new Deposit(5m), "no_such_account" },
        { [], new Close(), "no_such_account" },
        { [Opened], new Open("cust_567", "EUR", 0m), "already_opened" },
        { [Opened], new Deposit(500m, "paycheck"), new MoneyDeposited(500m, "paycheck") },
        { [Opened], new Deposit(0m), "invalid_amount" },
        { [Opened], new Withdraw(1000m, "atm_123"), new MoneyWithdrawn(1000m, "atm_123") },
        { [Opened], new Withdraw(1000.01m), "insufficient_funds" },
        { [Opened], new Withdraw(-5m), "invalid_amount" },
        { [Opened, new MoneyDeposited(0.1m, null)], new Withdraw(1000.1m), new MoneyWithdrawn(1000.1m, null) },
        { [Opened], new Close(), "account_not_empty" },
        { [Opened, new MoneyWithdrawn(1000m, null)], new Close(), new AccountClosed() },
        { [Opened, new MoneyWithdrawn(1000m, null), new AccountClosed()], new Deposit(1m), "account_closed" },
        { [Opened, new MoneyWithdrawn(1000m, null), new AccountClosed()], new Open("cust_1", "EUR", 0m), "already_opened" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_command_comes_to_an_event_or_a_reason(AccountEvent[] given, AccountCommand when, object then)
    {
        var decider = Account.Type.Decider;
        object answer = decider.Decide(when, given.Aggregate(decider.Initial, decider.Evolve)) switch
        {
            CommandAnswer<AccountEvent>.Happened { Events: [var only] } => only,
            CommandAnswer<AccountEvent>.Refused refused => refused.Reason,
            var other => other,
        };
        Assert.Equal(then, answer);
    }
}
