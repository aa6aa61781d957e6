namespace ServerlessTx;

/// <summary>Compensation: of everything that may have run, of nothing else, backwards.</summary>
internal static class UndoRules
{
    public static IEnumerable<Breach> NothingIsUndoneWhileGoingForward(Testimony told)
    {
        Recorded? forward = null;
        foreach (var recorded in told.Records)
        {
            switch (recorded.Record)
            {
                case Decided { Decision: Decision.GoingForward }:
                    forward ??= recorded;
                    break;
                case Decided { Slot: Slot.TurnedBack }:
                    yield break;
                case Answered { Phase: Phase.Undo } or Unanswered { Phase: Phase.Undo } when forward is not null:
                    yield return Breach.At(recorded, $"it is undone, although going_forward stands in record {forward.Version} and nothing turned that back");
                    break;
            }
        }
    }

    public static IEnumerable<Breach> OnlyWhatMayHaveRunIsUndone(Testimony told)
    {
        foreach (var (at, undo) in told.Calls().Where(call => call.Call.Phase is Phase.Undo))
        {
            var verdict = told.VerdictBefore(undo with { Phase = Phase.Action }, at.Version);
            if (verdict is null)
                yield return Breach.At(at, "the step that it undoes was never reached");
            else if (verdict is Verdict.Refused)
                yield return Breach.At(at, "the step that it undoes was refused: nothing of it was done");
        }
    }

    /// <summary>By rounds: what ran in parallel is undone in any order.</summary>
    public static IEnumerable<Breach> UndoneInReverseOrder(Testimony told)
    {
        var owed = told.Rounds.Where(round => round.Phase is Phase.Action).Select(round => OwedIn(told, round).ToHashSet()).ToList();
        var roundOf = owed.SelectMany((round, i) => round.Select(undo => (undo, i))).ToDictionary(pair => pair.undo, pair => pair.i);
        var last = owed.Count - 1;
        foreach (var (at, undo) in told.Calls().Where(call => roundOf.ContainsKey(call.Call)))
        {
            while (last >= 0 && owed[last].Count == 0)
                last--;
            if (roundOf[undo] < last)
                yield return Breach.At(at, $"it is undone before {owed[last].First()}, which ran behind it");
            if (at.Record is Answered)
                owed[roundOf[undo]].Remove(undo);
        }
    }

    public static IEnumerable<Breach> WhateverMayHaveRunIsUndone(Testimony told) =>
        told.End is not { Record: Ended { Status: TransactionStatus.Compensated } } end ? [] : told.Rounds
            .Where(round => round.Phase is Phase.Action)
            .SelectMany(round => OwedIn(told, round))
            .Where(undo => !told.IsAnsweredBefore(undo, end.Version))
            .Select(undo => Breach.At(end, $"it ended compensated without {undo}, although that step may have run"));

    /// <summary>An attempt without an answer is enough: whoever was asked may have done it.</summary>
    private static IEnumerable<CallName> OwedIn(Testimony told, Round round) => round.Branches
        .Where(step => step.Undo is not null && told.Branch(step.Branch) == step)
        .Where(step => told.Answer(new CallName(step.Branch, Phase.Action)) is { } answer
            ? ((Answered)answer.Record).Verdict is not Verdict.Refused
            : told.Asked.Contains(new CallName(step.Branch, Phase.Action)))
        .Select(step => new CallName(step.Branch, Phase.Undo));
}
