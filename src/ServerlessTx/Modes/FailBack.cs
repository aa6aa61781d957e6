namespace ServerlessTx;

/// <summary>
/// From degraded to strict. Nothing is admitted while it lasts; it ends when those under way have ended, the buffers are empty and every side
/// refuses whoever began in an older mode. Each step stands in the stream or is asked again, so that it may vanish anywhere.
/// </summary>
internal sealed class FailBack(ModeSwitch modes, Reconciler reconciler, IUnderWay underWay)
{
    /// <returns>Whether the group is strict again.</returns>
    public async Task<bool> StepAsync(ModeGroup group, ModeState state, CancellationToken cancellation)
    {
        if (state.Mode is not Mode.FailingBack)
            return false;
        // Those under way may need the sides as they were; whoever is older than they are needs nobody.
        await modes.TellAsync(group, state, state.DegradedVersion, cancellation);
        state = await reconciler.RunAsync(group, cancellation);
        if (state.Mode is not Mode.FailingBack || await underWay.AnyDegradedAsync(group.Name, cancellation))
            return false;
        // One that began late, on a mode that it had read before: from here on no side serves it.
        state = await modes.TellAsync(group, state, state.Version, cancellation);
        if (!state.IsAcknowledged || await underWay.AnyDegradedAsync(group.Name, cancellation))
            return false;
        var (switched, _) = await modes.SwitchAsync(group, state, Strict, cancellation);
        return switched;
    }

    private static ModeSwitched Strict => new()
    {
        From = Mode.FailingBack,
        To = Mode.Strict,
        Trigger = ModeTrigger.BuffersEmpty,
        Findings = [],
        Away = [],
        At = default,
    };
}
