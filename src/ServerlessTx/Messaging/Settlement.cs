namespace ServerlessTx;

/// <summary>What is to become of a message.</summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>What it asked for is stored.</summary>
    public sealed record Complete : Settlement;

    /// <summary>Trouble of ours: it is to come again.</summary>
    public sealed record Abandon : Settlement;

    /// <summary>It can never work.</summary>
    /// <param name="Reason">A code.</param>
    /// <param name="Description">What was found and what would be right; nothing of the body.</param>
    public sealed record DeadLetter(string Reason, string Description) : Settlement;
}
