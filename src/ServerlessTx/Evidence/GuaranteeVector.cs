namespace ServerlessTx;

/// <summary>⟨atomicity, consistency, isolation, durability, scope, coordination⟩, in the words of the source's first table.</summary>
public sealed record GuaranteeVector(
    string Atomicity, string Consistency, string Isolation, string Durability, string Scope, string Coordination)
{
    /// <summary>
    /// What a definition promises on storage that keeps what it acknowledged. A saga that waits for somebody's word lasts as long as he takes: that
    /// is the source's compensating transaction.
    /// </summary>
    public static GuaranteeVector PromisedBy(Definition definition) => definition.Pattern switch
    {
        Pattern.Saga when definition.HasWait => new("Semantic", "Eventual", "None", "Strong", "Multi-service", "Async"),
        Pattern.Saga => new("Eventual", "Eventual", "Read uncommitted", "Strong", "Multi-service", "Async orchestration"),
        Pattern.Tcc => new("Strong", "Strong", "Read committed", "Strong", "Multi-service", "Synchronous"),
        Pattern.TwoPhaseCommit => new("Strong", "Strong", "Serializable", "Strong", "Multi-system", "Synchronous"),
        _ => throw new ArgumentOutOfRangeException(nameof(definition), definition.Pattern, "There is no such pattern."),
    };
}
