namespace ServerlessTx;

/// <summary>Looks after the groups: probes their sides, switches where the terms say that it does, tells who has to hear, and fails back. Two at once are safe.</summary>
internal sealed class ModeWatch(
    ModeRegistry registry, ModeAdmission admission, ModeDetector detector, ModeSwitch modes, FailBack failBack, ModeReminder reminder)
{
    /// <returns>How many groups are in another mode than before, or on their way back.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var moved = 0;
        foreach (var group in registry.All)
            moved += await LookAsync(group, cancellation) ? 1 : 0;
        return moved;
    }

    private async Task<bool> LookAsync(ModeGroup group, CancellationToken cancellation)
    {
        var state = await admission.DeclareAsync(group, cancellation);
        reminder.Look(group, state);
        var findings = await detector.ProbeAsync(group, state, cancellation);
        var switched = false;
        if (group.Terms.Switching is ModeSwitching.Automatic && Due(state, findings) is { } due)
            (switched, state) = await modes.SwitchAsync(group, state, due, cancellation);
        if (state.Mode is Mode.FailingBack)
            return await failBack.StepAsync(group, state, cancellation) || switched;
        await modes.TellAsync(group, state, state.Version, cancellation);
        return switched;
    }

    /// <summary>What the findings ask for; nothing where they fit the mode.</summary>
    private static ModeSwitched? Due(ModeState state, IReadOnlyList<SideFinding> findings)
    {
        string[] away = [.. findings.Where(finding => !finding.Available).Select(finding => finding.Side)];
        return state.Mode switch
        {
            Mode.Strict or Mode.FailingBack when away.Length > 0 => To(Mode.Degraded, ModeTrigger.DatabasePartitionDetected, away),
            Mode.Degraded when !state.Away.Intersect(away).Any() => To(Mode.FailingBack, ModeTrigger.DatabasePartitionHealed, []),
            _ => null,
        };

        ModeSwitched To(Mode to, ModeTrigger trigger, IReadOnlyList<string> away) =>
            new() { From = state.Mode, To = to, Trigger = trigger, Findings = findings, Away = away, At = default };
    }
}
