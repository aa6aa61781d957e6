using System.Collections.Immutable;

namespace ServerlessTx;

/// <summary>A bank account as its events add up, by a verifier that has none of its code.</summary>
internal sealed record AddedUp(string? Status = null, string? CustomerId = null, string? Currency = null, decimal Balance = 0)
{
    public ImmutableSortedDictionary<string, decimal> Holds { get; init; } = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    private decimal Available => Holds.Values.Aggregate(Balance, (left, held) => Plus(left, -held));

    /// <summary>Why an event cannot happen to it, or nothing.</summary>
    public string? Objection(PresentedEvent happened) => (Status, happened.Type) switch
    {
        (null, not "AccountOpened") => "it happened before the account was opened",
        (not null, "AccountOpened") => "the account was opened before",
        ("closed", _) => "the account was closed before",
        (_, "AccountOpened") when happened.Amount("initial_balance") is null or < 0 => "its initial balance is no amount of money",
        (_, "MoneyDeposited" or "MoneyWithdrawn") when happened.Amount("amount") is null or <= 0 => "its amount is no amount of money",
        (_, "MoneyDeposited") when Plus(Balance, happened.Amount("amount") ?? 0) == Balance => "the sum is more than can be counted",
        (_, "MoneyWithdrawn") when happened.Amount("amount") > Available =>
            $"it takes {happened.Amount("amount")}, and {Available} could be taken: there is no overdraft",
        (_, "AccountClosed") when Balance != 0 || !Holds.IsEmpty => $"the account was closed with {Balance} and {Holds.Count} holds in it",
        (_, "MoneyHeld") when happened.Amount("amount") is null or < 0 => "its amount is no amount of money",
        (_, "MoneyHeld") when happened.Text("hold_id") is not { } id || Holds.ContainsKey(id) => "its hold has no id of its own",
        (_, "MoneyHeld") when happened.Amount("amount") > Available => $"it holds {happened.Amount("amount")}, and {Available} were free",
        (_, "HoldTaken" or "HoldReleased") when happened.Text("hold_id") is not { } id || !Holds.ContainsKey(id) => "there is no such hold",
        _ => null,
    };

    public AddedUp After(PresentedEvent happened) => happened.Type switch
    {
        "AccountOpened" => new AddedUp("active", happened.Text("customer_id"), happened.Text("currency"), happened.Amount("initial_balance") ?? 0),
        "MoneyDeposited" => this with { Balance = Plus(Balance, happened.Amount("amount") ?? 0) },
        "MoneyWithdrawn" => this with { Balance = Plus(Balance, -(happened.Amount("amount") ?? 0)) },
        "MoneyHeld" => this with { Holds = Holds.SetItem(happened.Text("hold_id") ?? "", happened.Amount("amount") ?? 0) },
        "HoldTaken" => this with { Balance = Plus(Balance, -Holds.GetValueOrDefault(happened.Text("hold_id") ?? "")), Holds = Holds.Remove(happened.Text("hold_id") ?? "") },
        "HoldReleased" => this with { Holds = Holds.Remove(happened.Text("hold_id") ?? "") },
        _ => this with { Status = "closed" },
    };

    /// <summary>What a decimal does not hold changes nothing, and is no reason to stop judging.</summary>
    private static decimal Plus(decimal balance, decimal amount)
    {
        try
        {
            return balance + amount;
        }
        catch (OverflowException)
        {
            return balance;
        }
    }
}
