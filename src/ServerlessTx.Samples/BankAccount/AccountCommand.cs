namespace ServerlessTx.Samples;

/// <summary>What can be asked of a bank account.</summary>
public abstract record AccountCommand
{
    private AccountCommand()
    {
    }

    /// <summary>Open it, with some money or none.</summary>
    public sealed record Open(string CustomerId, string Currency, decimal InitialBalance) : AccountCommand;

    /// <summary>Put money in.</summary>
    public sealed record Deposit(decimal Amount, string? Source = null) : AccountCommand;

    /// <summary>Take money out.</summary>
    public sealed record Withdraw(decimal Amount, string? AtmId = null) : AccountCommand;

    /// <summary>Close it; it has to be empty.</summary>
    public sealed record Close : AccountCommand;
}
