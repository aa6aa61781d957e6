namespace ServerlessTx;

/// <summary>What a barrier needs to know of a call.</summary>
public interface IBarrierCall
{
    /// <summary>The transaction's id.</summary>
    string TransactionId { get; }

    /// <summary>The branch of the transaction.</summary>
    string Branch { get; }

    /// <summary>What the branch is asked to do.</summary>
    Phase Phase { get; }

    /// <summary>Of a workflow with modes, the one that the transaction began in.</summary>
    ModeTicket? Mode => null;

    /// <summary>
    /// It undoes what a child did. No participant was asked by that name before, so a barrier has the work done, where an undo whose call never came is
    /// answered without (null compensation).
    /// </summary>
    bool UndoesChild => false;

    /// <summary>Ends with the attempt's time-out.</summary>
    CancellationToken Cancellation { get; }
}
