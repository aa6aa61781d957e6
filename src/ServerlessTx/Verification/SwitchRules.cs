namespace ServerlessTx;

/// <summary>How a group goes from mode to mode.</summary>
internal static class SwitchRules
{
    public static IEnumerable<Breach> IsDeclaredFirst(PresentedModes told)
    {
        if (told.Records[0].Record is not ModeDeclared)
            yield return At(1, "the first record does not say what the group is");
        foreach (var (before, version, declared) in told.Each<ModeDeclared>())
        {
            if (before.Declaration is { } standing && standing.Group != declared.Declaration.Group)
                yield return At(version, $"it speaks of '{declared.Declaration.Group}', and the stream is that of '{standing.Group}'");
        }
    }

    public static IEnumerable<Breach> SwitchesFollowEachOther(PresentedModes told) => told.Each<ModeSwitched>()
        .Where(step => step.Is.From != step.Before.Mode || !IsLegal(step.Is.From, step.Is.To))
        .Select(step => At(step.Version, $"it goes from {step.Is.From.Word()} to {step.Is.To.Word()}, where the group is {step.Before.Mode.Word()}"));

    public static IEnumerable<Breach> ASwitchSaysWhy(PresentedModes told) => told.Each<ModeSwitched>()
        .Select(step => (step.Version, Fault: Fault(step.Before, step.Is)))
        .Where(step => step.Fault is not null)
        .Select(step => At(step.Version, step.Fault!));

    public static IEnumerable<Breach> StrictOnlyWhenNothingWaits(PresentedModes told)
    {
        foreach (var (before, version, _) in told.Each<ModeSwitched>().Where(step => step.Is.To is Mode.Strict))
        {
            if (before.Waiting.Count > 0)
                yield return At(version, $"{before.Waiting.Count} buffered operations wait");
            foreach (var side in before.Declaration?.Sides.Where(side => before.Acknowledged.GetValueOrDefault(side.Name) < before.Version) ?? [])
                yield return At(version, $"{side.Name} has not acknowledged mode {before.Version}, and may serve an older one");
        }
    }

    public static IEnumerable<Breach> AcknowledgedVersionsRise(PresentedModes told) => told.Each<ModeAcknowledged>()
        .Where(step => step.Is.ModeVersion <= step.Before.Acknowledged.GetValueOrDefault(step.Is.Side) || !step.Before.Modes.Contains(step.Is.ModeVersion)
            || step.Before.Declaration?.Side(step.Is.Side) is null)
        .Select(step => At(step.Version, $"{step.Is.Side} cannot have acknowledged mode {step.Is.ModeVersion} now"));

    public static IEnumerable<Breach> StampsDoNotGoBack(PresentedModes told) => told.Walk()
        .Where(step => step.At.Record.At < step.Before.Newest)
        .Select(step => At(step.At.Version, "it is stamped before the record in front of it"));

    public static Breach At(long version, string what) => new() { Version = version, What = what };

    private static bool IsLegal(Mode from, Mode to) =>
        (from, to) is (Mode.Strict, Mode.Degraded) or (Mode.Degraded, Mode.FailingBack) or (Mode.FailingBack, Mode.Degraded or Mode.Strict);

    private static string? Fault(ModeBooks before, ModeSwitched switched)
    {
        var unavailable = switched.Findings.Where(finding => !finding.Available).Select(finding => finding.Side).ToHashSet();
        return switched switch
        {
            { To: Mode.Degraded, Away.Count: 0 } => "in a degraded mode somebody is away",
            { To: not Mode.Degraded, Away.Count: > 0 } => "somebody is away from a mode that is not degraded",
            _ when switched.Away.Any(side => before.Declaration?.Side(side) is null) => "whoever is away is no side of the group",
            { Trigger: ModeTrigger.Operator, By: null or "" } or { Trigger: ModeTrigger.Operator, Reason: null or "" } => "an operator says who and why",
            { Trigger: not ModeTrigger.Operator, By: not null } => "nobody ordered it, and somebody is named",
            // Who was degraded when it was declared so comes back all the same.
            { Trigger: not ModeTrigger.BuffersEmpty } when before.Declaration?.Switching is ModeSwitching.Off => "the group is declared as never to be switched",
            { Trigger: ModeTrigger.DatabasePartitionDetected or ModeTrigger.DatabasePartitionHealed } when before.Declaration?.Switching is not ModeSwitching.Automatic =>
                "the group is declared as to be switched by an operator alone",
            { Trigger: ModeTrigger.DatabasePartitionDetected } when switched.To is not Mode.Degraded || !unavailable.SetEquals(switched.Away) => "what was found does not say that these are away",
            { Trigger: ModeTrigger.DatabasePartitionDetected } when switched.Findings.Any(finding => !finding.Available && (finding.Probes < 1 || finding.Since > switched.At)) =>
                "what was found rests on no call",
            { Trigger: ModeTrigger.DatabasePartitionHealed } when switched.To is not Mode.FailingBack || unavailable.Overlaps(before.Away) || !before.Away.All(side => IsFound(side, before, switched)) => "what was found does not say that whoever was away is back",
            { Trigger: ModeTrigger.BuffersEmpty, To: not Mode.Strict } or { Trigger: not ModeTrigger.BuffersEmpty, To: Mode.Strict } => "a group is strict again when its buffers are empty, and for nothing else",
            _ => null,
        };
    }

    /// <summary>By at least one call; of one that is no side any more nothing can be found.</summary>
    private static bool IsFound(string side, ModeBooks before, ModeSwitched switched) => before.Declaration?.Side(side) is null
        || switched.Findings.Any(finding => finding.Side == side && finding is { Available: true, Probes: > 0 } && finding.Since <= switched.At);
}
