namespace ServerlessTx;

/// <summary>⟨atomicity, consistency, isolation, durability, scope, coordination⟩, in the words of the source's first table.</summary>
public sealed record GuaranteeVector(
    string Atomicity, string Consistency, string Isolation, string Durability, string Scope, string Coordination)
{
    /// <summary>What a pattern promises on storage that keeps what it acknowledged.</summary>
    public static GuaranteeVector PromisedBy(Pattern pattern) => pattern switch
    {
        Pattern.Saga => new("Eventual", "Eventual", "Read uncommitted", "Strong", "Multi-service", "Async orchestration"),
        Pattern.Tcc => new("Strong", "Strong", "Read committed", "Strong", "Multi-service", "Synchronous"),
        Pattern.TwoPhaseCommit => new("Strong", "Strong", "Serializable", "Strong", "Multi-system", "Synchronous"),
        _ => throw new ArgumentOutOfRangeException(nameof(pattern), pattern, "There is no such pattern."),
    };
}
