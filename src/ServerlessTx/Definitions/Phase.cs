namespace ServerlessTx;

/// <summary>What a participant is asked to do; with transaction and branch it names a call.</summary>
public enum Phase
{
    /// <summary>A compensatable step of a saga, or one with nothing to undo. May be refused.</summary>
    Action,

    /// <summary>Undoes an action. Cannot be refused.</summary>
    Undo,

    /// <summary>The step after which a saga only goes forward. May be refused, and is asked until it answers.</summary>
    Pivot,

    /// <summary>A step behind the pivot. Cannot be refused.</summary>
    Retriable,

    /// <summary>TCC: reserve. May be refused.</summary>
    Try,

    /// <summary>TCC: make the reservation final. Cannot be refused.</summary>
    Confirm,

    /// <summary>TCC: release the reservation. Cannot be refused.</summary>
    Cancel,

    /// <summary>Two-phase commit: lock, check, store the intention, vote. May be refused.</summary>
    Prepare,

    /// <summary>Two-phase commit: apply and release. Cannot be refused.</summary>
    Commit,

    /// <summary>Two-phase commit: drop the intention and release. Cannot be refused.</summary>
    Abort,

    /// <summary>A step of a saga that waits for a signal and calls nobody. May be refused.</summary>
    Wait,
}

internal static class PhaseFacts
{
    /// <summary>First-phase calls end without an answer after their attempts; second-phase calls are asked until answered.</summary>
    public static bool IsFirst(this Phase phase) => phase is Phase.Action or Phase.Try or Phase.Prepare or Phase.Wait;

    public static bool MayRefuse(this Phase phase) => phase.IsFirst() || phase is Phase.Pivot;

    /// <summary>The first call whose effect this one concludes; its own phase where there is none before it.</summary>
    public static Phase Forward(this Phase phase) => phase switch
    {
        Phase.Undo => Phase.Action,
        Phase.Confirm or Phase.Cancel => Phase.Try,
        Phase.Commit or Phase.Abort => Phase.Prepare,
        var own => own,
    };
}
