namespace ServerlessTx;

/// <summary>
/// All that a protocol knows of the world: call, call all, decide. Whoever awaits anything else in a protocol breaks its replay.
/// </summary>
internal interface ITransactionContext
{
    /// <summary>Waits for the moment at which a scheduled transaction is to start.</summary>
    /// <returns>False when it was turned back before: nobody was called, and there is nothing to undo.</returns>
    Task<bool> OpenAsync();

    /// <summary>A round: all calls together, the answered recorded, only the silent asked again. It always joins.</summary>
    /// <returns>An answer for each call, in their order.</returns>
    Task<IReadOnlyList<Answered>> CallAllAsync(IEnumerable<PlannedCall> calls);

    /// <summary>
    /// One round of a wait: the signal and the round's deadline race for its slot, and what is recorded first stands.
    /// </summary>
    /// <returns>The step's answer; none when this round has expired and another is to begin.</returns>
    Task<Answered?> WaitAsync(PlannedWait wait);

    /// <summary>What is recorded in the slot, else the proposal. No effect follows a proposal before it is appended.</summary>
    Task<Decision> DecideAsync(Slot slot, Decision proposal, string? reason = null);
}

/// <summary>A call that a protocol wants made.</summary>
internal sealed record PlannedCall(CallName Name, CallPolicy Policy);

/// <summary>A round of a wait that a protocol wants waited.</summary>
internal sealed record PlannedWait(CallName Name, DefinedWait For, int Round);
