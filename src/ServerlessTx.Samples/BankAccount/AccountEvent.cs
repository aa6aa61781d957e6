using System.Text.Json.Serialization;

namespace ServerlessTx.Samples;

/// <summary>What can happen to a bank account. Money is decimal, in the currency that the account was opened in.</summary>
public abstract record AccountEvent
{
    private AccountEvent()
    {
    }

    /// <summary>Somebody's account exists from now on.</summary>
    public sealed record AccountOpened(
        [property: Subject] string CustomerId, string Currency, decimal InitialBalance,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Personal<string>? OwnerName = null) : AccountEvent;

    /// <summary>Money came.</summary>
    public sealed record MoneyDeposited(decimal Amount, string? Source) : AccountEvent;

    /// <summary>Money went.</summary>
    public sealed record MoneyWithdrawn(decimal Amount, string? AtmId) : AccountEvent;

    /// <summary>Nothing can happen to it any more.</summary>
    public sealed record AccountClosed : AccountEvent;

    /// <summary>Money is in the account and for one transaction alone.</summary>
    public sealed record MoneyHeld(string HoldId, decimal Amount) : AccountEvent;

    /// <summary>What was held has gone.</summary>
    public sealed record HoldTaken(string HoldId) : AccountEvent;

    /// <summary>What was held is anybody's again.</summary>
    public sealed record HoldReleased(string HoldId) : AccountEvent;

    /// <summary>Their stored names.</summary>
    public static EventTypes<AccountEvent> Types { get; } = new EventTypes<AccountEvent>()
        .Add<AccountOpened>("AccountOpened")
        .Add<MoneyDeposited>("MoneyDeposited")
        .Add<MoneyWithdrawn>("MoneyWithdrawn")
        .Add<AccountClosed>("AccountClosed")
        .Add<MoneyHeld>("MoneyHeld")
        .Add<HoldTaken>("HoldTaken")
        .Add<HoldReleased>("HoldReleased");
}
