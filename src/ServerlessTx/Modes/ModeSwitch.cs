using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Switches a group's mode: one conditional append. Whoever loses finds the mode that another made, and goes on in it.</summary>
internal sealed partial class ModeSwitch(ModeStore store, TimeProvider time, ILogger<ModeSwitch> logger)
{
    /// <summary>Switches out of the mode that was seen: what was found of the sides, or ordered, is about that one and no later.</summary>
    /// <returns>Whether this call switched, and how the group stands then.</returns>
    public async Task<(bool Switched, ModeState State)> SwitchAsync(ModeGroup group, ModeState seen, ModeSwitched wanted, CancellationToken cancellation)
    {
        var (before, after) = await store.ChangeAsync(group.Name, state => state.Version == seen.Version && IsDue(state, wanted) ? [wanted] : [], cancellation);
        var switched = !ReferenceEquals(before, after);
        if (switched)
            LogSwitched(group.Name, wanted.From, wanted.To, wanted.Trigger, string.Join(", ", wanted.Away));
        return (switched, after);
    }

    /// <summary>Tells every side that can be reached, and records that it has heard. One that cannot is told by a later pass.</summary>
    public async Task<ModeState> TellAsync(ModeGroup group, ModeState state, long version, CancellationToken cancellation)
    {
        foreach (var side in group.Sides.Where(side => state.Acknowledged.GetValueOrDefault(side.Name) < version))
        {
            if (await TryTellAsync(group, side, version, cancellation) is not { } known)
                continue;
            (_, state) = await store.ChangeAsync(
                group.Name,
                standing => standing.Acknowledged.GetValueOrDefault(side.Name) < known && known <= standing.Version
                    ? [new ModeAcknowledged { Side = side.Name, ModeVersion = known, At = default }]
                    : [],
                cancellation);
        }

        return state;
    }

    private async Task<long?> TryTellAsync(ModeGroup group, ModeSide side, long version, CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            return await side.TellAsync(group.Name, version, ends.Token).WaitAsync(group.Terms.ProbeTimeout, time, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // It cannot be reached: that is what modes are for.
            ends.Cancel();
            return null;
        }
    }

    private static bool IsDue(ModeState state, ModeSwitched wanted) => state.Mode == wanted.From && MayBe(wanted.Trigger, state.Declaration!.Switching) && (wanted.From, wanted.To) switch
    {
        (Mode.Strict, Mode.Degraded) or (Mode.Degraded, Mode.FailingBack) or (Mode.FailingBack, Mode.Degraded) => true,
        (Mode.FailingBack, Mode.Strict) => state.Waiting.IsEmpty && state.IsAcknowledged,
        _ => false,
    };

    /// <summary>By what stands in the stream: another host may have declared other terms since this one looked.</summary>
    private static bool MayBe(ModeTrigger trigger, ModeSwitching switching) => trigger switch
    {
        ModeTrigger.BuffersEmpty => true,
        ModeTrigger.Operator => switching is not ModeSwitching.Off,
        _ => switching is ModeSwitching.Automatic,
    };

    [LoggerMessage(681, LogLevel.Warning, "Group {Group} has gone from {From} to {To}: {Trigger}. Away: {Away}")]
    private partial void LogSwitched(string group, Mode from, Mode to, ModeTrigger trigger, string away);
}
