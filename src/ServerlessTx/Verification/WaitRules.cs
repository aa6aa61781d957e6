namespace ServerlessTx;

/// <summary>Waits: one winner of signal and deadline, a deadline that is stated once, and an answer that is what the winner makes it.</summary>
internal static class WaitRules
{
    public static IEnumerable<Breach> WaitsAreDefined(Testimony told)
    {
        foreach (var (at, name, round) in Rounds(told))
        {
            if (told.Branch(name)?.Wait is not { } wait)
                yield return Breach.At(at, $"'{name}' is no step that waits");
            else if (round < 1 || round > wait.Rounds)
                yield return Breach.At(at, $"'{name}' has {wait.Rounds} rounds, and this is round {round}");
        }
    }

    public static IEnumerable<Breach> SignalsAreDefinedAndGivenOnce(Testimony told)
    {
        var given = new HashSet<string>();
        foreach (var (at, signalled) in told.Each<Signalled>())
        {
            if (told.Definition.Branches.All(step => step.Wait?.Signal != signalled.Signal))
                yield return Breach.At(at, $"no step waits for '{signalled.Signal}'");
            if (!given.Add(signalled.Signal))
                yield return Breach.At(at, $"'{signalled.Signal}' was given before, and the first stands");
            if (signalled is { Result: not null, Rejected: not null })
                yield return Breach.At(at, "it says yes and no");
        }
    }

    public static IEnumerable<Breach> DeadlineIsStatedOnce(Testimony told)
    {
        var stated = new HashSet<(string, int)>();
        foreach (var (at, began) in told.Each<WaitBegan>())
        {
            if (!stated.Add((began.Branch, began.Round)))
                yield return Breach.At(at, "the round had begun before: its deadline is armed again");
            if (told.Branch(began.Branch)?.Wait is { } wait && (began.Deadline - began.At).Ticks != (Int128)wait.WithinMs * TimeSpan.TicksPerMillisecond)
                yield return Breach.At(at, $"its deadline is not {wait.WithinMs} ms behind its begin");
        }
    }

    public static IEnumerable<Breach> OneWinnerARound(Testimony told)
    {
        var decided = new Dictionary<(string, int), long>();
        foreach (var (at, outcome) in told.Each<WaitDecided>())
        {
            if (!decided.TryAdd((outcome.Branch, outcome.Round), at.Version))
                yield return Breach.At(at, $"the round was decided in record {decided[(outcome.Branch, outcome.Round)]}");
        }
    }

    public static IEnumerable<Breach> SignalledOnlyBehindTheSignal(Testimony told) => told.Each<WaitDecided>()
        .Where(decided => decided.Is.Outcome is WaitOutcome.Signalled && SignalBefore(told, decided.Is.Branch, decided.At.Version) is null)
        .Select(decided => Breach.At(decided.At, "it is decided signalled, and no signal stands before it"));

    public static IEnumerable<Breach> ExpiredOnlyWithoutASignal(Testimony told)
    {
        foreach (var (at, decided) in told.Each<WaitDecided>().Where(decided => decided.Is.Outcome is WaitOutcome.Expired))
        {
            if (SignalBefore(told, decided.Branch, at.Version) is { } signal)
                yield return Breach.At(at, $"it is decided expired, and the signal stands before it in record {signal.Version}");
            var began = told.Each<WaitBegan>().FirstOrDefault(began => began.Is.Branch == decided.Branch && began.Is.Round == decided.Round && began.At.Version < at.Version).Is;
            if (began is null)
                yield return Breach.At(at, "it is decided expired, and the round had not begun");
            else if (at.Record.At < began.Deadline)
                yield return Breach.At(at, "it is decided expired, and stamped before the round's deadline");
        }
    }

    /// <summary>A round follows the expiry of the one before and the yes of the step that begins it.</summary>
    public static IEnumerable<Breach> RoundsFollowEachOther(Testimony told)
    {
        foreach (var (at, name, round) in Rounds(told).Where(round => round.Round > 1))
        {
            if (!IsExpiredBefore(told, name, round - 1, at.Version))
                yield return Breach.At(at, $"round {round - 1} had not expired");
            else if (Escalation(told, name, round) is { } step && told.VerdictBefore(new CallName(step.Branch, step.Phase), at.Version) is not Verdict.Done)
                yield return Breach.At(at, $"'{step.Branch}' had not begun the round");
        }
    }

    public static IEnumerable<Breach> EscalatedOnlyBehindAnExpiry(Testimony told)
    {
        foreach (var (at, call) in told.Calls())
        {
            if (told.Branch(call.Branch) is { Escalates: { } wait, Round: { } round } && call.Phase is Phase.Action && !IsExpiredBefore(told, wait, round - 1, at.Version))
                yield return Breach.At(at, $"round {round - 1} of '{wait}' had not expired");
        }
    }

    public static IEnumerable<Breach> WaitsAnswerAsTheyWereDecided(Testimony told)
    {
        foreach (var (at, answer) in told.Each<Answered>().Where(answer => answer.Is is { Phase: Phase.Wait, Verdict: not (Verdict.Unknown or Verdict.Unasked) }))
        {
            var last = told.Each<WaitDecided>().LastOrDefault(decided => decided.Is.Branch == answer.Branch && decided.At.Version < at.Version).Is;
            if (last is null)
                yield return Breach.At(at, "it answers, and nothing is decided of it");
            else if (Concluded(told, answer.Branch, last, at.Version) != (answer.Verdict, answer.Reason))
                yield return Breach.At(at, $"its round {last.Round} was decided {last.Outcome.Word()}, and it answers {answer.Verdict.Word()}");
            else if (answer.Attempt != 0 || answer.Result is not null || answer.ResultHash is not null)
                yield return Breach.At(at, "a wait calls nobody, and what it brings stands in its signal");
        }
    }

    /// <summary>What an outcome makes of the step; of a round that another follows, nothing.</summary>
    private static (Verdict, string?)? Concluded(Testimony told, string branch, WaitDecided decided, long version) => decided.Outcome switch
    {
        WaitOutcome.Signalled => ((Signalled?)SignalBefore(told, branch, version)?.Record)?.Rejected is { } reason ? (Verdict.Refused, reason) : (Verdict.Done, null),
        _ when told.Branch(branch)?.Wait is { } wait && wait.Rounds == decided.Round => (Verdict.Refused, $"no_{wait.Signal}"),
        _ => null,
    };

    private static IEnumerable<(Recorded At, string Branch, int Round)> Rounds(Testimony told) =>
        told.Each<WaitBegan>().Select(began => (began.At, began.Is.Branch, began.Is.Round))
            .Concat(told.Each<WaitDecided>().Select(decided => (decided.At, decided.Is.Branch, decided.Is.Round)));

    private static Recorded? SignalBefore(Testimony told, string branch, long version) => told.Branch(branch)?.Wait is not { } wait ? null
        : told.All<Signalled>().FirstOrDefault(recorded => ((Signalled)recorded.Record).Signal == wait.Signal && recorded.Version < version);

    private static bool IsExpiredBefore(Testimony told, string branch, int round, long version) => told.Each<WaitDecided>()
        .Any(decided => decided.Is.Branch == branch && decided.Is.Round == round && decided.Is.Outcome is WaitOutcome.Expired && decided.At.Version < version);

    private static DefinedBranch? Escalation(Testimony told, string wait, int round) =>
        told.Definition.Branches.FirstOrDefault(step => step.Escalates == wait && step.Round == round);
}
