using System.Collections.Immutable;
using System.Text.Json.Serialization;
using static ServerlessTx.Samples.AccountCommand;
using static ServerlessTx.Samples.AccountEvent;

namespace ServerlessTx.Samples;

/// <summary>A bank account: the sum of what has happened to it. There is no overdraft, and nothing after it is closed.</summary>
/// <param name="Status">Where it is in its life.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Balance">What is in it, what is held included.</param>
/// <param name="Holds">What is held for transactions, by hold; none where nothing is.</param>
/// <param name="OwnerName">Where it was said: the customer's name, until the customer is erased.</param>
public sealed record Account(
    AccountStatus Status, [property: Subject] string? CustomerId, string? Currency, decimal Balance,
    ImmutableSortedDictionary<string, decimal>? Holds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Personal<string>? OwnerName = null)
{
    /// <summary>A sum that a decimal holds to the cent, whatever is added to it next.</summary>
    private const decimal MostBalance = 1_000_000_000_000_000m;

    /// <summary>Bank accounts as the source has them (Part II, Pattern 4).</summary>
    public static AggregateType<Account, AccountCommand, AccountEvent> Type { get; } = new(
        "BankAccount",
        new Decider<Account, AccountCommand, AccountEvent>(new Account(AccountStatus.Absent, null, null, 0m), Decide, (account, happened) => account.Evolve(happened)),
        AccountEvent.Types)
    {
        Commands = AccountCommand.Types,
        HasFeed = true,
        SnapshotVersion = 2,
    };

    /// <summary>What can be taken out.</summary>
    [JsonIgnore]
    public decimal Available => Balance - (Holds?.Values.Sum() ?? 0m);

    private static CommandAnswer<AccountEvent> Decide(AccountCommand command, Account account) => (command, account.Status) switch
    {
        (Open { InitialBalance: < 0 }, _) or (Deposit { Amount: <= 0 }, _) or (Withdraw { Amount: <= 0 }, _) => Refusal.Because("invalid_amount"),
        (Hold { Amount: < 0 }, _) or (Fill { Amount: <= 0 }, _) => Refusal.Because("invalid_amount"),
        (Open open, AccountStatus.Absent) => new AccountOpened(open.CustomerId, open.Currency, open.InitialBalance, open.OwnerName),
        (Open, _) => Refusal.Because("already_opened"),
        (_, AccountStatus.Absent) => Refusal.Because("no_such_account"),
        (_, AccountStatus.Closed) => Refusal.Because("account_closed"),
        (Deposit { Currency: { } other }, _) when other != account.Currency => Refusal.Because("wrong_currency"),
        (Withdraw { Currency: { } other }, _) when other != account.Currency => Refusal.Because("wrong_currency"),
        (Deposit { Amount: var amount }, _) when amount > MostBalance - account.Balance => Refusal.Because("balance_too_large"),
        (Deposit deposit, _) => new MoneyDeposited(deposit.Amount, deposit.Source),
        (Withdraw withdraw, _) when withdraw.Amount > account.Available => Refusal.Because("insufficient_funds"),
        (Withdraw withdraw, _) => new MoneyWithdrawn(withdraw.Amount, withdraw.AtmId),
        (Close, _) when account.Balance > 0 => Refusal.Because("account_not_empty"),
        (Close, _) when account.Holds is not null => Refusal.Because("account_in_use"),
        (Close, _) => new AccountClosed(),
        _ => account.DecideHold(command),
    };

    private CommandAnswer<AccountEvent> DecideHold(AccountCommand command) => command switch
    {
        Hold hold when Has(hold.HoldId) => Refusal.Because("already_held"),
        Hold hold when hold.Amount > Available => Refusal.Because("insufficient_funds"),
        Hold hold => new MoneyHeld(hold.HoldId, hold.Amount),
        Take take when Has(take.HoldId) => new HoldTaken(take.HoldId),
        Release release when Has(release.HoldId) => new HoldReleased(release.HoldId),
        Fill fill when Has(fill.HoldId) => new AccountEvent[] { new HoldReleased(fill.HoldId), new MoneyDeposited(fill.Amount, fill.HoldId) },
        Take or Release or Fill => Refusal.Because("no_such_hold"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such command."),
    };

    private Account Evolve(AccountEvent happened) => happened switch
    {
        AccountOpened opened => new Account(AccountStatus.Active, opened.CustomerId, opened.Currency, opened.InitialBalance, OwnerName: opened.OwnerName),
        MoneyDeposited deposited => this with { Balance = Balance + deposited.Amount },
        MoneyWithdrawn withdrawn => this with { Balance = Balance - withdrawn.Amount },
        AccountClosed => this with { Status = AccountStatus.Closed },
        MoneyHeld held => this with { Holds = (Holds ?? ImmutableSortedDictionary<string, decimal>.Empty).Add(held.HoldId, held.Amount) },
        HoldTaken taken => this with { Balance = Balance - Holds![taken.HoldId], Holds = Without(taken.HoldId) },
        HoldReleased released => this with { Holds = Without(released.HoldId) },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "There is no such event."),
    };

    private bool Has(string hold) => Holds?.ContainsKey(hold) == true;

    private ImmutableSortedDictionary<string, decimal>? Without(string hold) => Holds!.Remove(hold) is { IsEmpty: false } others ? others : null;
}
