namespace ServerlessTx;

/// <summary>
/// The semantic lock of a saga (Garcia-Molina and Salem's countermeasure, in Richardson's words): a record is marked pending in the write of the
/// step that begins to change it, and the mark is cleared in that of the last step or of the step's undo. In between everybody else refuses,
/// or waits. No lease ends it and no holder can lose it: it stands as long as the saga is not at its end. Nor does it outlive a saga that was
/// turned back before the step came: the mark and the step's answer are one write, and a late step is refused by the barrier.
/// <para>The mark is the row <c>w|{record}</c> of the participant's partition. It stays when it is free, so that having looked at it is a condition.</para>
/// </summary>
public static class SemanticLock
{
    /// <summary>Marks a record for the call's transaction.</summary>
    /// <returns>
    /// False when it is pending for another: refuse, or throw a <see cref="StillWorkingException"/> to be asked again while the attempts and the
    /// deadline last. Who waits for several marks a record each in one order, or two sagas wait for each other until both turn back.
    /// </returns>
    public static async Task<bool> MarkPendingAsync(this BarrierRows rows, string record, IBarrierCall call)
    {
        if (await rows.PendingForAsync(record) is { } other && other != call.TransactionId)
            return false;
        rows.Put(RowKinds.Pending + record, new Mark(call.TransactionId));
        return true;
    }

    /// <summary>Clears the mark of the call's transaction; another's stays.</summary>
    public static async Task ClearPendingAsync(this BarrierRows rows, string record, IBarrierCall call)
    {
        if (await rows.PendingForAsync(record) == call.TransactionId)
            rows.Put(RowKinds.Pending + record, Mark.None);
    }

    /// <summary>Looks whether a record is pending; what is written then is written only if that still stands.</summary>
    /// <returns>The transaction that it is pending for, or nothing.</returns>
    public static async Task<string?> PendingForAsync(this BarrierRows rows, string record)
    {
        if (!LockRows.IsResource(record))
            throw new ArgumentException($"A record that can be pending is {LockRows.ResourceExpected}; '{record}' was given.");
        if (await rows.FindAsync<Mark>(RowKinds.Pending + record) is { } mark)
            return mark.TransactionId;
        rows.Put(RowKinds.Pending + record, Mark.None);
        return null;
    }

    private sealed record Mark(string? TransactionId)
    {
        public static readonly Mark None = new((string?)null);
    }
}
