namespace ServerlessTx;

/// <summary>A step that waits.</summary>
/// <param name="Step">The step.</param>
/// <param name="Signal">The signal that it waits for.</param>
/// <param name="Round">Which round of it, from 1.</param>
/// <param name="Until">When the round expires.</param>
public sealed record WaitState(string Step, string Signal, int Round, DateTimeOffset Until);
