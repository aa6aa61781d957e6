namespace ServerlessTx;

/// <summary>What became of an operator's act on a group.</summary>
public abstract record SwitchResult
{
    private SwitchResult()
    {
    }

    /// <summary>It is done.</summary>
    public sealed record Done : SwitchResult;

    /// <summary>There is no such group, side or operation.</summary>
    public sealed record NotFound(string Detail) : SwitchResult;

    /// <summary>It does not fit how the group stands; nothing was changed.</summary>
    /// <param name="Detail">How it stands, and what would fit.</param>
    public sealed record DoesNotFit(string Detail) : SwitchResult;

    /// <summary>The account does not hold what was to be set aside.</summary>
    /// <param name="Detail">What is set aside instead.</param>
    /// <param name="SetAside">How much is.</param>
    public sealed record BeyondEscrow(string Detail, decimal SetAside) : SwitchResult;
}
