namespace ServerlessTx;

/// <summary>What is recorded of a call.</summary>
public enum Verdict
{
    /// <summary>It was done: prepared, reserved, committed, undone, …</summary>
    Done,

    /// <summary>It was refused, with a reason: nothing of it was done.</summary>
    Refused,

    /// <summary>It was asked and did not answer. It may have been done.</summary>
    Unknown,

    /// <summary>This driver did not ask, because the decision had been taken. An earlier driver may have: it counts as may have run.</summary>
    Unasked,

    /// <summary>It ended otherwise than decided, and says how.</summary>
    Heuristic,
}
