namespace ServerlessTx;

/// <summary>
/// All that a protocol knows of the world: call, call all, decide. Whoever awaits anything else in a protocol breaks its replay.
/// </summary>
internal interface ITransactionContext
{
    /// <summary>A round: all calls together, the answered recorded, only the silent asked again. It always joins.</summary>
    /// <returns>An answer for each call, in their order.</returns>
    Task<IReadOnlyList<Answered>> CallAllAsync(IEnumerable<PlannedCall> calls);

    /// <summary>What is recorded in the slot, else the proposal. No effect follows a proposal before it is appended.</summary>
    Task<Decision> DecideAsync(Slot slot, Decision proposal, string? reason = null);
}

/// <summary>A call that a protocol wants made.</summary>
internal sealed record PlannedCall(CallName Name, CallPolicy Policy);
