namespace ServerlessTx;

/// <summary>Decide, then tell: nobody hears of a decision that is not appended yet.</summary>
internal static class TellingRules
{
    public static IEnumerable<Breach> AnswersEchoTheirDecision(Testimony told)
    {
        foreach (var (at, answer) in told.Each<Answered>())
        {
            if (Duties.Told(answer.Phase) is not { } decision)
                continue;
            if (answer.Decision is not { } echoed)
                yield return Breach.At(at, "it does not say which decision it was told");
            else if (!Stands(told, decision, at, echoed))
                yield return Breach.At(at, $"the decision that it echoes is no append before it that decided {decision.Word()}");
        }
    }

    public static IEnumerable<Breach> NobodyIsToldBeforeItIsDecided(Testimony told) => told.Calls()
        .Where(call => Duties.Told(call.Call.Phase) is { } decision && !Stands(told, decision, call.At))
        .Select(call => Breach.At(call.At, $"no append before it decided {Duties.Told(call.Call.Phase)}"));

    public static IEnumerable<Breach> FirstAnswersEchoNoDecision(Testimony told) => told.Each<Answered>()
        .Concat(told.Each<Late>().Select(late => (late.At, late.Is.Answer)))
        .Where(answer => Duties.IsFirst(answer.Item2.Phase) && answer.Item2.Decision is not null)
        .Select(answer => Breach.At(answer.Item1, "a first-phase call is told no decision, and this one echoes one"));

    public static IEnumerable<Breach> ConfirmXorCancel(Testimony told) => Mixed(told, Phase.Confirm, Phase.Cancel);

    public static IEnumerable<Breach> CommitXorAbort(Testimony told) => Mixed(told, Phase.Commit, Phase.Abort);

    /// <summary>In an append of its own before it: a record of the deciding append itself was written before the decision stood.</summary>
    private static bool Stands(Testimony told, Decision decision, Recorded at, string? hash = null) =>
        told.FirstDecided(decision, hash) is { } decided && decided.Version < at.Version && decided.Append != at.Append;

    private static IEnumerable<Breach> Mixed(Testimony told, Phase one, Phase other)
    {
        var first = told.Calls().FirstOrDefault(call => call.Call.Phase == one || call.Call.Phase == other);
        return first.At is null ? [] : told.Calls()
            .Where(call => (call.Call.Phase == one || call.Call.Phase == other) && call.Call.Phase != first.Call.Phase)
            .Select(call => Breach.At(call.At, $"{call.Call.Phase.Word()} in a transaction that was told {first.Call.Phase.Word()} in record {first.At.Version}"));
    }
}
