namespace ServerlessTx;

/// <summary>That whatever was done stands, or was undone, and that everybody has been heard.</summary>
internal static class UndoneHopRules
{
    public static IEnumerable<Breach> EachUndoHasItsDo(ChoreographyTestimony told)
    {
        foreach (var undo in told.Met.Where(met => told.Reaction(met)?.Undoes is not null))
        {
            var isDone = told.Before(undo).Any(met => met.Is.Operation == told.Reaction(undo)!.Undoes && met.Is.Outcome is HopOutcome.Done);
            var isUndone = told.Before(undo).Any(told.TurnsBack);
            var fault = undo.Is.Outcome switch
            {
                HopOutcome.Done when isUndone => "what it undoes had been undone",
                HopOutcome.Done when !isDone => "what it undoes had not been done",
                HopOutcome.NothingToUndo when isDone => "it says that there was nothing to undo, and there was",
                HopOutcome.AlreadyUndone when !isUndone => "it says that it had been undone, and it had not",
                HopOutcome.Refused or HopOutcome.TurnedBackBefore => "an undo cannot be turned down",
                _ => null,
            };
            if (fault is not null)
                yield return HopRules.At(undo.At, fault);
        }
    }

    public static IEnumerable<Breach> NothingIsDoneBehindAnUndo(ChoreographyTestimony told)
    {
        foreach (var met in told.Met.Where(met => told.Reaction(met) is { Undoes: null }))
        {
            var isTurnedBack = told.Before(met).Any(told.TurnsBack);
            if (met.Is.Outcome is HopOutcome.Done or HopOutcome.Refused && isTurnedBack)
                yield return HopRules.At(met.At, $"{met.Is.Operation} is done behind an undo of its service");
            if (met.Is.Outcome is HopOutcome.TurnedBackBefore && !isTurnedBack)
                yield return HopRules.At(met.At, $"{met.Is.Operation} was turned down, and nothing had been undone");
            if (met.Is.Outcome is HopOutcome.NothingToUndo or HopOutcome.AlreadyUndone)
                yield return HopRules.At(met.At, $"{met.Is.Operation} is no undo");
        }
    }

    public static IEnumerable<Breach> ExpiredOnlyWhenPassed(ChoreographyTestimony told)
    {
        foreach (var expired in told.Met.Where(met => told.Reaction(met)?.Kind is ReactionKind.Expires))
        {
            if (expired.Is.At < told.Began.Deadline)
                yield return HopRules.At(expired.At, "it is stamped before the deadline");
            if (told.Before(expired).Any(met => told.Reaction(met)?.Kind is ReactionKind.Ends && met.Is.Outcome is HopOutcome.Done))
                yield return HopRules.At(expired.At, "it had come to its end");
        }
    }

    public static IEnumerable<Breach> SettledWhenAllHaveAnswered(ChoreographyTestimony told)
    {
        var settled = told.Hops.Where(hop => hop.Record is Settled).ToList();
        foreach (var again in settled.Skip(1))
            yield return HopRules.At(again, "it is settled a second time");
        if (settled is not [var at, ..])
            yield break;
        foreach (var (service, said) in told.Unmet())
            yield return HopRules.At(at, $"{service} has not met {said.Is.Says}");
        var hasEnded = told.Met.Any(met => told.Reaction(met)?.Kind is ReactionKind.Ends && met.Is.Outcome is HopOutcome.Done);
        if (((Settled)at.Record).Status != (hasEnded ? TransactionStatus.Completed : TransactionStatus.Compensated))
            yield return HopRules.At(at, hasEnded ? "it has come to its end, and is not said to be completed" : "it has not come to its end, and is not said to be compensated");
        if (told.Hops.Any(hop => hop.Service == at.Service && hop.Version > at.Version))
            yield return HopRules.At(at, "something stands behind it");
        // What is compensated is undone everywhere: the definition says who undoes, and nobody may have kept his part.
        foreach (var kept in hasEnded ? [] : told.Met.Where(met => met.Is.Outcome is HopOutcome.Done && told.Reaction(met)?.Kind is ReactionKind.Starts or ReactionKind.Does))
        {
            if (!told.Met.Any(undo => undo.At.Service == kept.At.Service && told.Reaction(undo)?.Undoes == kept.Is.Operation && undo.Is.Outcome is HopOutcome.Done))
                yield return HopRules.At(kept.At, $"{kept.Is.Operation} was done and is not undone, and the whole is said to be compensated");
        }
    }

    public static IEnumerable<Breach> SilenceIsNamedTruly(ChoreographyTestimony told)
    {
        foreach (var hop in told.Hops.Where(hop => hop.Record is FellSilent))
        {
            foreach (var missing in ((FellSilent)hop.Record).Missing)
            {
                if (told.Said[missing.EventId].FirstOrDefault() is not { } said || said.Is.Says != missing.Event || said.Is.At != missing.Since)
                    yield return HopRules.At(hop, $"{missing.Event} was not published then");
                else if (!told.Definition.Reactions.Any(reaction => reaction.Service == missing.Service && reaction.On.Contains(missing.Event)))
                    yield return HopRules.At(hop, $"{missing.Service} does not react to {missing.Event}");
                else if (hop.Record.At < missing.Since.AddMilliseconds(told.Definition.StuckAfterMs))
                    yield return HopRules.At(hop, $"{missing.Service} had less time than stuck_after_ms");
            }
        }
    }
}
