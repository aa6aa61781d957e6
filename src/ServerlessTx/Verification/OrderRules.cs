namespace ServerlessTx;

/// <summary>What may stand behind what.</summary>
internal static class OrderRules
{
    public static IEnumerable<Breach> NothingIsAskedBehindADecision(Testimony told)
    {
        Recorded? decision = null;
        foreach (var recorded in told.Records)
        {
            if (decision is null)
            {
                decision = recorded.Record is Decided ? recorded : null;
                continue;
            }

            var asked = recorded.Record switch
            {
                Answered { Verdict: not Verdict.Unasked } answered => Duties.IsFirst(answered.Phase),
                Unanswered unanswered => Duties.IsFirst(unanswered.Phase),
                _ => false,
            };
            if (asked)
                yield return Breach.At(recorded, $"a first-phase record behind the decision in record {decision.Version}; only 'late' may hold an answer there");
        }
    }

    public static IEnumerable<Breach> UnaskedOnlyBehindTurningBack(Testimony told) => told.Each<Answered>()
        .Where(answer => answer.Is.Verdict is Verdict.Unasked && !(told.Back?.Version < answer.At.Version))
        .Select(answer => Breach.At(answer.At, "it was not asked, although no decision that turns back stands before it"));

    public static IEnumerable<Breach> LateOnlyOfAGivenUpCall(Testimony told)
    {
        foreach (var (at, late) in told.Each<Late>())
        {
            var standing = told.VerdictBefore(late.Answer.Name, at.Version);
            if (!(told.Back?.Version < at.Version))
                yield return Breach.At(at, "no decision that turns back stands before it, so it was not late");
            else if (standing is not (Verdict.Unknown or Verdict.Unasked))
                yield return Breach.At(at, "its call was not given up before it");
            else if (!Duties.IsFirst(late.Answer.Phase) || late.Answer.Phase is Phase.Wait || late.Answer.Verdict is not (Verdict.Done or Verdict.Refused))
                yield return Breach.At(at, "only the yes or no of a first-phase call can be late");
        }
    }

    /// <summary>A step counts as asked with its first record of any kind.</summary>
    public static IEnumerable<Breach> StepsRunInOrder(Testimony told)
    {
        var roundOf = new Dictionary<CallName, int>();
        foreach (var (round, i) in told.Rounds.Select((round, i) => (round, i)))
        {
            foreach (var call in round.Calls)
                roundOf.TryAdd(call, i);
        }

        var open = told.Rounds.Select(round => round.Calls.ToHashSet()).ToList();
        var reached = 0;
        foreach (var (at, call) in told.Calls().Where(call => roundOf.ContainsKey(call.Call)))
        {
            if (roundOf[call] > reached)
                yield return Breach.At(at, "it was asked before all steps in front of it were done");
            if (at.Record is Answered { Verdict: Verdict.Done or Verdict.Heuristic })
                open[roundOf[call]].Remove(call);
            while (reached < open.Count - 1 && open[reached].Count == 0)
                reached++;
        }
    }

    /// <summary>
    /// A driver that vanished may have asked the round behind the last done one without leaving a record. So before anything is undone, told
    /// or ended, a word about each call of it stands there: that is what makes it owed an undo.
    /// </summary>
    public static IEnumerable<Breach> WhatMayHaveRunIsNamed(Testimony told)
    {
        if (told.Records.FirstOrDefault(recorded => IsConsequence(recorded.Record)) is not { } first)
            return [];
        if (!told.IsOpened)
            return [];
        var asked = told.Pattern is Pattern.Saga
            ? told.Rounds.Where(round => Duties.IsFirst(round.Phase))
                .FirstOrDefault(round => round.Calls.Any(call => told.VerdictBefore(call, first.Version) is not Verdict.Done))?.Calls ?? []
            : told.Definition.Branches.Select(branch => new CallName(branch.Branch, branch.Phase));
        return asked.Where(call => !told.IsAnsweredBefore(call, first.Version))
            .Select(call => Breach.At(first, $"nothing is recorded of {call}, which may have run"));
    }

    private static bool IsConsequence(TransactionRecord record) => record switch
    {
        Ended => true,
        Answered answered => Duties.Told(answered.Phase) is not null,
        Unanswered unanswered => Duties.Told(unanswered.Phase) is not null,
        _ => false,
    };
}
