namespace ServerlessTx.Simulation;

/// <summary>What can go wrong around the product.</summary>
internal enum Fault
{
    /// <summary>A write landed, and who sent it hears that the store did not answer.</summary>
    AnswerLost,

    /// <summary>A write never landed, and who sent it hears that the store did not answer.</summary>
    WriteLost,

    /// <summary>A write lands long after who sent it heard that the store did not answer.</summary>
    WriteLate,

    /// <summary>A read is not answered.</summary>
    ReadLost,

    /// <summary>A page ends after a row or a few, and the rest of the range is read when it has changed.</summary>
    PageTorn,

    /// <summary>The store says that it is busy, and does nothing.</summary>
    Throttled,

    /// <summary>The store is away for everybody.</summary>
    Outage,

    /// <summary>A call never reaches its participant.</summary>
    CallLost,

    /// <summary>A participant's answer never reaches who asked.</summary>
    ReplyLost,

    /// <summary>A call reaches its participant once more, long after.</summary>
    CallDuplicated,

    /// <summary>A call reaches its participant long after it was sent.</summary>
    CallDelayed,

    /// <summary>Who asked has hung up, and the participant is told to stop in the middle.</summary>
    CallCutOff,

    /// <summary>A machine stands still, and goes on as if nothing had been.</summary>
    Stall,

    /// <summary>A machine is gone at once, whatever it was doing; another boots in its place.</summary>
    Crash,

    /// <summary>A host is stopped as for a new version, and boots again.</summary>
    Restart,

    /// <summary>A machine's clock is set anew, wrongly.</summary>
    ClockSet,

    /// <summary>One database of the transfers is cut off, from one host or from all.</summary>
    Partition,
}
