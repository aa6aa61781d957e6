namespace ServerlessTx;

/// <summary>The mark of an answer that a person gave for a participant.</summary>
/// <param name="By">Who.</param>
/// <param name="Why">Their reason.</param>
/// <param name="Barrier">What stands in the participant's own barrier.</param>
internal sealed record ByHand(string By, string Why, BarrierTrace Barrier);

/// <summary>How an answer by hand and the participant's barrier agree.</summary>
internal enum BarrierTrace
{
    /// <summary>The barrier holds it: an old message cannot contradict it.</summary>
    Written,

    /// <summary>The participant had answered by itself, and that answer is recorded.</summary>
    Stood,

    /// <summary>There is no barrier to write: it rests on the person's word.</summary>
    None,
}
