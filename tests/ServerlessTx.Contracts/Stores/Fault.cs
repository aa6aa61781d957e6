namespace ServerlessTx.Contracts;

/// <summary>Where an answer is lost.</summary>
public enum Fault
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>On the way there: nothing is written.</summary>
    BeforeStore,

    /// <summary>On the way back: everything is written.</summary>
    AfterStore,

    /// <summary>The caller gives up first; the write arrives when the test says so.</summary>
    Late,
}
