namespace ServerlessTx.Verification;

/// <summary>What a participant does when it is called.</summary>
internal abstract record Act
{
    /// <summary>It does what it is asked and answers.</summary>
    public sealed record Does(object? Report = null) : Act;

    /// <summary>It says no.</summary>
    public sealed record Refuses(string Reason) : Act;

    /// <summary>It throws, having done nothing.</summary>
    public sealed record Fails : Act;

    /// <summary>It does it, and its answer is lost.</summary>
    public sealed record DoesAndFails : Act;

    /// <summary>It does it so long after, whether anybody still waits or not.</summary>
    public sealed record Dawdles(TimeSpan For) : Act;

    /// <summary>It ends otherwise than decided.</summary>
    public sealed record EndsOtherwise(string How) : Act;
}
