namespace ServerlessTx;

/// <summary>Retries: how they are counted, how many there may be, and when a transaction may be called stuck.</summary>
internal static class AttemptRules
{
    public static IEnumerable<Breach> UnansweredCountUp(Testimony told)
    {
        var attempts = new Dictionary<CallName, int>();
        foreach (var (at, unanswered) in told.Each<Unanswered>())
        {
            var expected = attempts.GetValueOrDefault(unanswered.Name) + 1;
            if (unanswered.Attempt != expected)
                yield return Breach.At(at, $"attempt {unanswered.Attempt} stands where attempt {expected} belongs");
            attempts[unanswered.Name] = expected;
        }
    }

    public static IEnumerable<Breach> FirstPhaseKeepsToItsPolicy(Testimony told)
    {
        var most = told.Definition.Policy.Attempts;
        foreach (var (at, call, attempt) in Attempts(told).Where(asked => Duties.IsFirst(asked.Call.Phase) && asked.Attempt > most))
            yield return Breach.At(at, $"attempt {attempt} of {call}, and its policy allows {most}");
    }

    /// <summary>A driver that is superseded brings the answer of an earlier attempt home, so it may be any up to the next one due.</summary>
    public static IEnumerable<Breach> AnswersAreToAnAttemptThatWasDue(Testimony told)
    {
        var unanswered = new Dictionary<CallName, int>();
        var uncounted = new HashSet<string>();
        foreach (var recorded in told.Records)
        {
            switch (recorded.Record)
            {
                case Unanswered silent:
                    unanswered[silent.Name] = unanswered.GetValueOrDefault(silent.Name) + 1;
                    break;
                case Stuck stuck:
                    // Of a call that is known to be stuck no further attempts are recorded.
                    uncounted.UnionWith(stuck.Silent);
                    break;
                case Answered { Verdict: Verdict.Unknown or Verdict.Unasked } or Answered { ByHand: not null } or Answered { Phase: Phase.Wait }:
                    break;
                case Answered or Late:
                    var answer = recorded.Record as Answered ?? ((Late)recorded.Record).Answer;
                    var due = uncounted.Contains(answer.Name.ToString()) ? int.MaxValue : unanswered.GetValueOrDefault(answer.Name) + 1;
                    if (answer.Attempt < 1 || answer.Attempt > due)
                        yield return Breach.At(recorded, $"it answers attempt {answer.Attempt}, and the next one due was {due}");
                    break;
            }
        }
    }

    public static IEnumerable<Breach> WhatWasGivenUpCountsItsAttempts(Testimony told)
    {
        var unanswered = new Dictionary<CallName, int>();
        foreach (var recorded in told.Records)
        {
            if (recorded.Record is Unanswered silent)
                unanswered[silent.Name] = unanswered.GetValueOrDefault(silent.Name) + 1;
            else if (recorded.Record is Answered { Verdict: Verdict.Unknown or Verdict.Unasked } given && given.Attempt != unanswered.GetValueOrDefault(given.Name))
                yield return Breach.At(recorded, $"it counts {given.Attempt} attempts, {unanswered.GetValueOrDefault(given.Name)} are recorded");
        }
    }

    public static IEnumerable<Breach> NobodyIsAskedAgain(Testimony told) => told.Each<Unanswered>()
        .Where(unanswered => told.IsAnsweredBefore(unanswered.Is.Name, unanswered.At.Version))
        .Select(unanswered => Breach.At(unanswered.At, "the call had been answered before this attempt was made"));

    public static IEnumerable<Breach> StuckIsEarned(Testimony told)
    {
        var patience = told.Definition.Policy.StuckAfter;
        var unanswered = new Dictionary<string, int>();
        var (takeovers, decided) = (0, false);
        foreach (var recorded in told.Records)
        {
            switch (recorded.Record)
            {
                case Unanswered silent:
                    unanswered[silent.Name.ToString()] = silent.Attempt;
                    break;
                case TakenOver:
                    takeovers++;
                    break;
                case Decided:
                    decided = true;
                    break;
                case Answered answered:
                    takeovers = 0;
                    unanswered.Remove(answered.Name.ToString());
                    break;
                case Stuck when !decided:
                    yield return Breach.At(recorded, "it is stuck, and nothing is decided that it could be stuck with");
                    break;
                case Stuck stuck:
                    var made = Math.Max(takeovers, stuck.Silent.Select(name => unanswered.GetValueOrDefault(name)).DefaultIfEmpty().Max());
                    if (stuck.Attempts < patience || made < patience)
                        yield return Breach.At(recorded, $"stuck after {stuck.Attempts} attempts, of which {made} are recorded; its policy says {patience}");
                    break;
            }
        }
    }

    public static IEnumerable<Breach> StuckNamesWhoIsSilent(Testimony told)
    {
        var calls = told.Definition.Branches
            .SelectMany(branch => Enum.GetValues<Phase>().Where(phase => !Duties.IsFirst(phase) && Duties.CanGet(told.Pattern, branch, phase))
                .Select(phase => new CallName(branch.Branch, phase)))
            .DistinctBy(call => call.ToString())
            .ToDictionary(call => call.ToString());
        foreach (var (at, stuck) in told.Each<Stuck>())
        {
            if (stuck.Silent.Count == 0)
                yield return Breach.At(at, "it names nobody");
            foreach (var name in stuck.Silent)
            {
                if (!calls.TryGetValue(name, out var call))
                    yield return Breach.At(at, $"'{name}' is no second-phase call of this transaction");
                else if (told.IsAnsweredBefore(call, at.Version))
                    yield return Breach.At(at, $"'{name}' had answered in record {told.Answer(call)!.Version}");
            }
        }
    }

    private static IEnumerable<(Recorded At, CallName Call, int Attempt)> Attempts(Testimony told) => told.Records
        .Select(recorded => recorded.Record switch
        {
            Answered answered => (recorded, answered.Name, answered.Attempt),
            Unanswered unanswered => (recorded, unanswered.Name, unanswered.Attempt),
            Late late => (recorded, late.Answer.Name, late.Answer.Attempt),
            _ => (recorded, default, 0),
        })
        .Where(asked => asked.Item3 != 0)
        .Select(asked => (asked.recorded, asked.Item2, asked.Item3));
}
