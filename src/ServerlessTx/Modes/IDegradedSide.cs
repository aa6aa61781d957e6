namespace ServerlessTx;

/// <summary>
/// A participant as the degraded form asks it: each side does its part by itself, now or, while it is away, when it is back. Both calls come
/// any number of times; a barrier makes them safe.
/// </summary>
/// <typeparam name="TInput">The workflow's input.</typeparam>
public interface IDegradedSide<TInput>
{
    /// <summary>What its part of a transaction does to its accounts.</summary>
    IReadOnlyList<Movement> Movements(TInput input);

    /// <summary>Does its part, or refuses with nothing done.</summary>
    /// <param name="call">The call.</param>
    /// <param name="input">The transaction's input.</param>
    /// <param name="fromEscrow">Its debits were taken from escrow: what was set aside goes down with the balance, and no limit is asked.</param>
    /// <returns>What it did, in a few words for the evidence.</returns>
    Task<StepAnswer<string>> ApplyAsync(IBarrierCall call, TInput input, bool fromEscrow);

    /// <summary>Takes its part back; what it did, or nothing.</summary>
    Task<Conclusion> UndoAsync(IBarrierCall call, TInput input);

    /// <summary>Tells it of a version of the group's mode, behind which it refuses first-phase calls of an older one.</summary>
    /// <returns>The version that it knows then.</returns>
    Task<long> TellAsync(string group, long version, CancellationToken cancellation);

    /// <summary>Returns when it can be reached, and throws when it cannot.</summary>
    Task ProbeAsync(CancellationToken cancellation);
}
