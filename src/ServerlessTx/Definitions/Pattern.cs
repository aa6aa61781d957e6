namespace ServerlessTx;

/// <summary>The protocol a transaction runs.</summary>
public enum Pattern
{
    /// <summary>Steps in order, undone in reverse (Garcia-Molina and Salem, "Sagas", 1987), with at most one pivot.</summary>
    Saga,

    /// <summary>Try, then confirm or cancel: reservations that expire.</summary>
    Tcc,

    /// <summary>Prepare, then commit or abort: locks held until the decision (Gray, 1978).</summary>
    TwoPhaseCommit,
}
