using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Samples;

/// <summary>What can be asked of a bank account.</summary>
public abstract record AccountCommand
{
    private AccountCommand()
    {
    }

    /// <summary>Their names in a request. Holds are a transaction's and stand in none.</summary>
    public static CommandTypes<AccountCommand> Types { get; } = new CommandTypes<AccountCommand>()
        .Add<Open>("open")
        .Add<Deposit>("deposit")
        .Add<Withdraw>("withdraw")
        .Add<Close>("close");

    /// <summary>Open it, with some money or none.</summary>
    /// <param name="CustomerId">Whose it is. It is stored as it is, and must not be personal.</param>
    /// <param name="Currency">ISO 4217.</param>
    /// <param name="InitialBalance">What is put in at once.</param>
    /// <param name="OwnerName">Personal, and erased with the customer.</param>
    public sealed record Open(
        [property: Subject, StringLength(100, MinimumLength = 1, ErrorMessage = "must have 1 to 100 characters")] string CustomerId,
        [property: Currency] string Currency,
        [property: Range(typeof(decimal), "0", "1000000000", ErrorMessage = "must be a number from 0 to 1000000000"), WholeCents]
        decimal InitialBalance,
        Personal<string>? OwnerName = null) : AccountCommand;

    /// <summary>Put money in.</summary>
    /// <param name="Amount">In the currency of the account.</param>
    /// <param name="Source">Where it comes from.</param>
    /// <param name="Currency">Where it is said, it has to be the account's: nothing is converted.</param>
    public sealed record Deposit(
        [property: Range(typeof(decimal), "0.01", "1000000000", ErrorMessage = "must be a number from 0.01 to 1000000000"), WholeCents]
        decimal Amount,
        [property: StringLength(100, MinimumLength = 1, ErrorMessage = "must have 1 to 100 characters")] string? Source = null,
        [property: Currency] string? Currency = null)
        : AccountCommand;

    /// <summary>Take money out.</summary>
    /// <param name="Amount">In the currency of the account.</param>
    /// <param name="AtmId">Which machine gave it.</param>
    /// <param name="Currency">Where it is said, it has to be the account's: nothing is converted.</param>
    public sealed record Withdraw(
        [property: Range(typeof(decimal), "0.01", "1000000000", ErrorMessage = "must be a number from 0.01 to 1000000000"), WholeCents]
        decimal Amount,
        [property: StringLength(100, MinimumLength = 1, ErrorMessage = "must have 1 to 100 characters")] string? AtmId = null,
        [property: Currency] string? Currency = null)
        : AccountCommand;

    /// <summary>Close it; it has to be empty.</summary>
    public sealed record Close : AccountCommand;

    /// <summary>Hold money for a transaction: nobody else can take it. A hold of nothing keeps the account open.</summary>
    public sealed record Hold(string HoldId, decimal Amount) : AccountCommand;

    /// <summary>Take the money that is held.</summary>
    public sealed record Take(string HoldId) : AccountCommand;

    /// <summary>Give the money that is held free again.</summary>
    public sealed record Release(string HoldId) : AccountCommand;

    /// <summary>Put money in, in the place of a hold that kept the account open for it.</summary>
    public sealed record Fill(string HoldId, decimal Amount) : AccountCommand;
}
