namespace ServerlessTx.Explorer;

/// <summary>How much may go wrong in one order.</summary>
internal sealed record Bounds
{
    /// <summary>Calls that go unanswered: timed out while they are on their way, to come late or never, or carried out with the answer lost.</summary>
    public int Silences { get; init; } = 2;

    /// <summary>Messages that come twice.</summary>
    public int Duplicates { get; init; }

    /// <summary>Drivers that vanish.</summary>
    public int Crashes { get; init; } = 1;

    /// <summary>Commits whose answer is lost, whether they landed or not.</summary>
    public int StoreLosses { get; init; }

    /// <summary>All of these together.</summary>
    public int Faults { get; init; } = int.MaxValue;

    /// <summary>The next smaller bounds, or nothing below the smallest.</summary>
    public Bounds? Lowered() => this switch
    {
        { Duplicates: > 0 } => this with { Duplicates = Duplicates - 1 },
        { Silences: > 1 } => this with { Silences = Silences - 1 },
        _ => null,
    };

    public override string ToString() => string.Join(", ", new[]
    {
        Count(Silences, "silence"), Count(Duplicates, "duplicate"), Count(Crashes, "crash"), Count(StoreLosses, "lost commit"),
        Faults == int.MaxValue ? null : $"{Faults} faults in all",
    }.Where(part => part is not null));

    private static string? Count(int most, string what) => most switch
    {
        0 => null,
        1 => $"1 {what}",
        _ => $"{most} {what}{(what.EndsWith('h') ? "es" : "s")}",
    };
}
