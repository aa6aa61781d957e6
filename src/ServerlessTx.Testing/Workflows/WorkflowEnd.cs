namespace ServerlessTx.Testing;

/// <summary>How a run ended.</summary>
/// <param name="Status">The transaction's status.</param>
/// <param name="Effects">What stands at its participants.</param>
/// <param name="Breach">The rule of the verifier that its evidence breaks, if one is broken.</param>
/// <param name="Records">Its records, a line each.</param>
internal sealed record WorkflowEnd(string Status, string Effects, string? Breach, IReadOnlyList<string> Records)
{
    public string Text => $"{Status}, effects: {Effects}{(Breach is null ? "" : $", and its evidence does not hold: {Breach}")}";
}
