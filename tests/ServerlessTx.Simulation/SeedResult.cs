namespace ServerlessTx.Simulation;

/// <summary>What became of a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Profile">What it was about.</param>
/// <param name="Fingerprint">Of all that landed in its store, and when.</param>
/// <param name="Passed">How much virtual time it took.</param>
/// <param name="Ends">How many transactions came to which end.</param>
/// <param name="Effects">How many things participants did.</param>
/// <param name="Struck">How often which fault struck.</param>
/// <param name="Degraded">How often the group that has modes became degraded.</param>
/// <param name="Promised">How many operations were buffered then.</param>
/// <param name="Violation">What must never be and was, with the transcript of the transaction; nothing when all was well.</param>
internal sealed record SeedResult(
    int Seed, Profile Profile, string Fingerprint, TimeSpan Passed, IReadOnlyDictionary<TransactionStatus, int> Ends, int Effects,
    IReadOnlyDictionary<Fault, int> Struck, int Degraded, int Promised, string? Violation)
{
    public override string ToString() => $"""
        seed {Seed}: {Violation ?? "all was well"}
        {Profile}
        run it again: dotnet run -c Release --project tests/ServerlessTx.Simulation -- seed {Seed}
        """;
}
