namespace ServerlessTx;

/// <summary>What a step that waits waits for, as data.</summary>
public sealed record DefinedWait
{
    /// <summary>The signal's name, which no other step of the transaction waits for.</summary>
    public required string Signal { get; init; }

    /// <summary>How long each round of it lasts, in milliseconds; the record that begins a round turns this into a moment.</summary>
    public required long WithinMs { get; init; }

    /// <summary>How many rounds there are, from 1. Before each but the first somebody is asked again, or somebody else.</summary>
    public required int Rounds { get; init; }
}
