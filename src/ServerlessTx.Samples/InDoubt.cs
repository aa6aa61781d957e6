namespace ServerlessTx.Samples;

/// <summary>
/// Settles what another transaction holds at a participant: asks its coordinator, and concludes it here as if the coordinator had called.
/// The barrier keeps the answer, so that the call that comes later gets the same.
/// </summary>
public sealed class InDoubt(IDecisions decisions)
{
    /// <param name="holder">The row that is in somebody's way.</param>
    /// <param name="back">What the participant is told when the holder is turned back, or nothing is recorded of it anywhere.</param>
    /// <param name="conclude">Confirms or cancels, commits or aborts at the participant, by the call's phase.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <returns>Whether the holder is decided, and concluded here.</returns>
    public async Task<bool> SettleAsync(IHeld holder, Phase back, Func<IBarrierCall, Task<Conclusion>> conclude, CancellationToken cancellation)
    {
        var state = await decisions.AskAsync(TransactionId.Parse(holder.TransactionId), cancellation);
        Phase? told = state switch
        {
            null => back,
            { Decision: null } => null,
            { Decision: Decision.Commit } => Phase.Commit,
            { Decision: Decision.Confirm } => Phase.Confirm,
            _ => back,
        };
        if (told is not { } phase)
            return false;
        await conclude(new LearnedCall(holder.TransactionId, holder.Branch, phase, cancellation));
        return true;
    }

    private sealed record LearnedCall(string TransactionId, string Branch, Phase Phase, CancellationToken Cancellation) : IBarrierCall;
}

/// <summary>A row that a transaction holds until it is decided.</summary>
public interface IHeld
{
    string TransactionId { get; }

    string Branch { get; }
}
