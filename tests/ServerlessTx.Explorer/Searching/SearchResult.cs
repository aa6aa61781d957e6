namespace ServerlessTx.Explorer;

/// <summary>What came of a search.</summary>
internal sealed record SearchResult
{
    public required Exploration Scenario { get; init; }

    /// <summary>How many different states were visited.</summary>
    public required int States { get; init; }

    /// <summary>Whether nothing was left to visit within the bounds.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>How often the code of an actor was run.</summary>
    public required long Runs { get; init; }

    /// <summary>How many different histories ended how.</summary>
    public required IReadOnlyList<(string End, int Count)> Ends { get; init; }

    public required double Seconds { get; init; }

    public Violation? Violation { get; init; }
}

/// <summary>A rule that was broken.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Trace">How it came to it.</param>
/// <param name="State">The world then.</param>
internal sealed record Violation(string Fault, IReadOnlyList<Move> Trace, State State)
{
    /// <summary>Nothing wrong happens, and nothing right either.</summary>
    public bool IsStanding { get; init; }
}
