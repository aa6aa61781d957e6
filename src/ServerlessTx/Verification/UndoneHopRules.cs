namespace ServerlessTx;

/// <summary>That whatever was done stands, or was undone.</summary>
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
                HopOutcome.Done or HopOutcome.NothingToUndo when isUndone => "what it undoes had been undone",
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
}
