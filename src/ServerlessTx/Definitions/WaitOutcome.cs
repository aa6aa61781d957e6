namespace ServerlessTx;

/// <summary>What won a round of a wait.</summary>
internal enum WaitOutcome
{
    /// <summary>The signal stood in the record first.</summary>
    Signalled,

    /// <summary>The round's deadline passed, and no signal stood before it.</summary>
    Expired,
}
