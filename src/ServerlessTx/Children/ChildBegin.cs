namespace ServerlessTx;

/// <summary>What makes a start that of a child.</summary>
/// <param name="Id">Its id, which is made of its parent's call.</param>
/// <param name="Parent">That call.</param>
internal sealed record ChildBegin(TransactionId Id, ParentCall Parent)
{
    /// <summary>Why a child is turned back with its parent.</summary>
    public const string ParentTurnedBack = "parent_turned_back";

    /// <summary>Who turns it back then, and who asked for it.</summary>
    public const string ByParent = "parent";

    /// <summary>It begins as one that is turned back before its moment: nobody is called, and a late call to begin it finds that it stands.</summary>
    public bool IsTurnedBack { get; init; }

    public Decided? Back(Pattern pattern, DateTimeOffset at)
    {
        var (slot, back) = pattern.Turning();
        return IsTurnedBack ? new() { Slot = slot, Decision = back, Reason = ParentTurnedBack, By = ByParent, At = at } : null;
    }
}
