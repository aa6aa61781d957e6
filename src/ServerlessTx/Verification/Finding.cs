namespace ServerlessTx;

/// <summary>One rule and whether it holds.</summary>
/// <param name="Level">What it is a rule about.</param>
/// <param name="Rule">Its name, stable.</param>
/// <param name="Says">The rule in plain words.</param>
/// <param name="State">Whether it holds.</param>
/// <param name="Breaches">Where it does not.</param>
public sealed record Finding(VerificationLevel Level, string Rule, string Says, FindingState State, IReadOnlyList<Breach> Breaches);

/// <summary>What a rule is about. A level is judged only when the chain holds, because everything rests on it.</summary>
public enum VerificationLevel
{
    /// <summary>Bytes, hashes and versions.</summary>
    Chain,

    /// <summary>What the protocols may and must record.</summary>
    Rules,

    /// <summary>What was promised and what was achieved.</summary>
    Vectors,

    /// <summary>That the document says what its chain says.</summary>
    Document,
}

/// <summary>Whether a rule holds.</summary>
public enum FindingState
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>It does not.</summary>
    Broken,

    /// <summary>It could not be judged, because what it rests on is broken or unknown to this verifier.</summary>
    NotJudged,
}
