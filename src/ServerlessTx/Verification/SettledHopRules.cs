namespace ServerlessTx;

/// <summary>That everybody has been heard, and that whoever has not is named.</summary>
internal static class SettledHopRules
{
    public static IEnumerable<Breach> SettledWhenAllHaveAnswered(ChoreographyTestimony told)
    {
        var settled = told.Hops.Where(hop => hop.Record is Settled).ToList();
        foreach (var again in settled.Skip(1))
            yield return HopRules.At(again, "it is settled a second time");
        if (settled is not [var at, ..])
            yield break;
        if (at.Service != told.Begins[0].Service)
            yield return HopRules.At(at, "it is not its owner who settles it");
        foreach (var (service, said) in told.Unmet())
            yield return HopRules.At(at, $"{service} has not met {said.Is.Says}");
        foreach (var later in told.Met.Where(met => met.Is.At > at.Record.At))
            yield return HopRules.At(at, $"it is stamped before {later.At.Service} had come to {later.Is.Operation}");
        var hasEnded = told.Met.Any(met => told.Reaction(met)?.Kind is ReactionKind.Ends && met.Is.Outcome is HopOutcome.Done);
        if (((Settled)at.Record).Status != (hasEnded ? TransactionStatus.Completed : TransactionStatus.Compensated))
            yield return HopRules.At(at, hasEnded ? "it has come to its end, and is not said to be completed" : "it has not come to its end, and is not said to be compensated");
        // Strangers' messages may still die at the owner, and be put back: that is recorded, and changes nothing.
        if (told.Hops.Any(hop => hop.Service == at.Service && hop.Version > at.Version && hop.Record is not (DeadLettered or PutBack)))
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
            if (hop.Service != told.Begins[0].Service)
                yield return HopRules.At(hop, "it is not the owner who names the silent");
            var answered = told.AnsweredBefore(hop);
            foreach (var missing in ((FellSilent)hop.Record).Missing)
            {
                if (told.Said[missing.EventId].FirstOrDefault() is not { } said || said.Is.Says != missing.Event || said.Is.At != missing.Since)
                    yield return HopRules.At(hop, $"{missing.Event} was not published then");
                else if (!told.Definition.Reactions.Any(reaction => reaction.Service == missing.Service && reaction.On.Contains(missing.Event)))
                    yield return HopRules.At(hop, $"{missing.Service} does not react to {missing.Event}");
                else if (hop.Record.At < missing.Since.AddMilliseconds(told.Definition.StuckAfterMs))
                    yield return HopRules.At(hop, $"{missing.Service} had less time than stuck_after_ms");
                else if (answered.Contains((missing.Service, missing.EventId)))
                    yield return HopRules.At(hop, $"{missing.Service} had met {missing.Event}, and the owner knew what came of it");
                else if (missing.DeadLetter is { } why && !told.Hops.Any(IsDeadOf(missing, why)))
                    yield return HopRules.At(hop, $"{missing.Service} did not record that {missing.Event} was dead: {why}");
            }
        }
    }

    private static Func<RecordedHop, bool> IsDeadOf(MissingAnswer missing, string why) =>
        hop => hop.Service == missing.Service && hop.Record is DeadLettered dead && dead.EventId == missing.EventId && dead.Reason == why;
}
