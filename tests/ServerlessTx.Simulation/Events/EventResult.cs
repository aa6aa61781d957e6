namespace ServerlessTx.Simulation;

/// <summary>What became of a seed in the world of events.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Profile">What it was about.</param>
/// <param name="Fingerprint">Of all that landed in its store, and when.</param>
/// <param name="Commands">How many appends the accounts took.</param>
/// <param name="Effects">How many parts the services did, undos included.</param>
/// <param name="Ends">How many runs came to which end; a run of which only an event is known is running.</param>
/// <param name="DeadLetters">How many events could not be handled for a while.</param>
/// <param name="Violation">What must never be and was; nothing when all was well.</param>
internal sealed record EventResult(
    int Seed, Profile Profile, string Fingerprint, int Commands, int Effects, IReadOnlyDictionary<TransactionStatus, int> Ends, int DeadLetters, string? Violation)
{
    public override string ToString() => $"""
        seed {Seed} of events: {Violation ?? "all was well"}
        {Profile}
        run it again: dotnet run -c Release --project tests/ServerlessTx.Simulation -- seed {Seed}
        """;
}
