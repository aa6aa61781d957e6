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

    /// <summary>Ends with the attempt's time-out.</summary>
    CancellationToken Cancellation { get; }
}
