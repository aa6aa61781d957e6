namespace ServerlessTx;

/// <summary>What was seen of a side when a switch was made.</summary>
/// <param name="Side">The side.</param>
/// <param name="Available">Whether it answers.</param>
/// <param name="Since">The first of the calls that say so.</param>
/// <param name="Probes">How many calls and probes say so.</param>
public sealed record SideFinding(string Side, bool Available, DateTimeOffset Since, int Probes);
