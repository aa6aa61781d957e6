namespace ServerlessTx.Samples;

/// <summary>
/// Holds that look expired when somebody else needs what they hold. This clock only proposes: the coordinator is asked, and what it
/// answers is applied, a confirmation too.
/// </summary>
public sealed class ExpiredHolds(InDoubt inDoubt, TimeProvider time)
{
    /// <returns>Whether any was settled, so that what is available must be read again.</returns>
    public async Task<bool> SettleAsync(IEnumerable<IHold> holds, Func<IBarrierCall, Task<Conclusion>> conclude, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var settled = false;
        foreach (var hold in holds.Where(hold => hold.ExpiresAt <= now))
            settled |= await inDoubt.SettleAsync(hold, Phase.Cancel, conclude, cancellation);
        return settled;
    }
}

/// <summary>A hold on something that runs out.</summary>
public interface IHold : IHeld
{
    /// <summary>The deadline of its transaction.</summary>
    DateTimeOffset ExpiresAt { get; }
}
