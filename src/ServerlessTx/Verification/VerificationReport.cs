namespace ServerlessTx;

/// <summary>What a verifier found in an evidence document.</summary>
public sealed record VerificationReport
{
    /// <summary>The whole in one word.</summary>
    public required VerificationOutcome Outcome { get; init; }

    /// <summary>Why it could not be read.</summary>
    public string? Reason { get; init; }

    /// <summary>Each rule, in the order of the list in <c>docs/verify.md</c>; empty when nothing could be read.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The transaction that the begin record names.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The workflow's name; of a group and its modes the group's, which has no transaction's id beside it.</summary>
    public string? Workflow { get; init; }

    /// <summary>The protocol.</summary>
    public Pattern? Pattern { get; init; }

    /// <summary>The status that the end record gives; none while the transaction is open, and what holds then holds so far.</summary>
    public TransactionStatus? End { get; init; }

    /// <summary>The aggregate that the first event names, <c>{type}:{id}</c>; none in a transaction's document.</summary>
    public string? Aggregate { get; init; }

    /// <summary>The resource whose lock it is about; none in any other document.</summary>
    public string? Lock { get; init; }

    /// <summary>How many records, or events, the chain holds.</summary>
    public long Records { get; init; }

    /// <summary>The end of the chain as it was computed. Keep it: a later document must extend it.</summary>
    public StreamHead? Head { get; init; }

    /// <summary>The rules that do not hold.</summary>
    public IEnumerable<Finding> Broken => Findings.Where(finding => finding.State is FindingState.Broken);

    internal static VerificationReport Unreadable(string reason) =>
        new() { Outcome = VerificationOutcome.Unreadable, Reason = reason, Findings = [] };
}

/// <summary>The result in one word.</summary>
public enum VerificationOutcome
{
    /// <summary>Every rule holds, as far as the transaction has come.</summary>
    Holds,

    /// <summary>At least one rule does not hold.</summary>
    Broken,

    /// <summary>It is no evidence document, or one that this verifier is too old for: nothing is said about it.</summary>
    Unreadable,
}
