namespace ServerlessTx;

/// <summary>What a business decides beforehand about a group: who switches it, on what evidence, and what becomes of conflicts.</summary>
public sealed record ModeTerms
{
    /// <summary>Who switches.</summary>
    public ModeSwitching Switching { get; init; } = ModeSwitching.Automatic;

    /// <summary>After so many unanswered calls and probes in a row a participant counts as away, when <see cref="AwayAfter"/> has passed as well.</summary>
    public int AwayAfterProbes { get; init; } = 3;

    /// <summary>How long a participant has to be silent before it counts as away.</summary>
    public TimeSpan AwayAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After so many answers in a row a participant counts as back, when <see cref="BackAfter"/> has passed as well.</summary>
    public int BackAfterProbes { get; init; } = 5;

    /// <summary>How long a participant has to answer before it counts as back.</summary>
    public TimeSpan BackAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a probe may take.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A group that is not strict for so long is reported, every few minutes.</summary>
    public TimeSpan LongAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What a caller is told to wait who is not admitted.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What becomes of a buffered operation that its participant refuses.</summary>
    public ConflictRule Conflicts { get; init; } = ConflictRule.Operator;
}
