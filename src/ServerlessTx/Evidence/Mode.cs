namespace ServerlessTx;

/// <summary>In which mode a group of participants works.</summary>
public enum Mode
{
    /// <summary>Everybody is asked and everybody answers: the strict form of the workflow runs.</summary>
    Strict,

    /// <summary>Somebody is away: the degraded form runs, and what he would have done is buffered.</summary>
    Degraded,

    /// <summary>Whoever was away is back: nothing is admitted until those under way have ended and the buffers are empty.</summary>
    FailingBack,
}
