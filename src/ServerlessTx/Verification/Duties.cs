namespace ServerlessTx;

/// <summary>
/// What the patterns allow, in a table of the judge's own: it must not ask the code that it judges who may refuse, or what turns back.
/// </summary>
internal static class Duties
{
    /// <summary>A first-phase call: one that ends without an answer when its attempts do.</summary>
    public static bool IsFirst(Phase phase) => phase is Phase.Action or Phase.Try or Phase.Prepare or Phase.Wait;

    public static bool MayRefuse(Phase phase) => IsFirst(phase) || phase is Phase.Pivot;

    /// <summary>The decision that a second-phase call is told.</summary>
    public static Decision? Told(Phase phase) => phase switch
    {
        Phase.Undo => Decision.Compensating,
        Phase.Pivot or Phase.Retriable => Decision.GoingForward,
        Phase.Confirm => Decision.Confirm,
        Phase.Cancel => Decision.Cancel,
        Phase.Commit => Decision.Commit,
        Phase.Abort => Decision.Abort,
        _ => null,
    };

    /// <summary>What every participant of a vote is told behind a decision.</summary>
    public static Phase? Telling(Decision decision) => decision switch
    {
        Decision.Confirm => Phase.Confirm,
        Decision.Cancel => Phase.Cancel,
        Decision.Commit => Phase.Commit,
        Decision.Abort => Phase.Abort,
        _ => null,
    };

    public static bool TurnsBack(Decision decision) => decision is Decision.Compensating or Decision.Cancel or Decision.Abort;

    /// <summary>The status that a transaction ends with; of a saga turned back at its pivot it is the later decision that counts.</summary>
    public static TransactionStatus End(Decision decision) => decision switch
    {
        Decision.GoingForward => TransactionStatus.Completed,
        Decision.Compensating => TransactionStatus.Compensated,
        Decision.Confirm => TransactionStatus.Confirmed,
        Decision.Cancel => TransactionStatus.Cancelled,
        Decision.Commit => TransactionStatus.Committed,
        _ => TransactionStatus.Aborted,
    };

    /// <summary>What went forward to its end: the effects of it stand.</summary>
    public static bool IsDone(TransactionStatus end) => end is TransactionStatus.Completed or TransactionStatus.Confirmed or TransactionStatus.Committed;

    public static bool CanHold(Pattern pattern, Slot slot, Decision decision) => (pattern, slot) switch
    {
        (Pattern.Saga, Slot.Direction) => decision is Decision.GoingForward or Decision.Compensating,
        (Pattern.Saga, Slot.TurnedBack) => decision is Decision.Compensating,
        (Pattern.Tcc, Slot.Outcome) => decision is Decision.Confirm or Decision.Cancel,
        (Pattern.TwoPhaseCommit, Slot.Outcome) => decision is Decision.Commit or Decision.Abort,
        _ => false,
    };

    public static bool CanBegin(Pattern pattern, Phase phase) => pattern switch
    {
        Pattern.Saga => phase is Phase.Action or Phase.Wait or Phase.Pivot or Phase.Retriable,
        Pattern.Tcc => phase is Phase.Try,
        _ => phase is Phase.Prepare,
    };

    public static bool CanGet(Pattern pattern, DefinedBranch branch, Phase phase) => pattern switch
    {
        Pattern.Saga => phase == branch.Phase || (phase is Phase.Undo && branch is { Phase: Phase.Action, Undo: not null }),
        Pattern.Tcc => phase is Phase.Try or Phase.Confirm or Phase.Cancel,
        _ => phase is Phase.Prepare or Phase.Commit or Phase.Abort,
    };
}
