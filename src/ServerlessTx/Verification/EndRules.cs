namespace ServerlessTx;

/// <summary>An end is the last record, fits the decision, and leaves nothing owed.</summary>
internal static class EndRules
{
    public static IEnumerable<Breach> NothingStandsBehindTheEnd(Testimony told) => told.End is not { } end ? [] : told.Records
        .Where(recorded => recorded.Version > end.Version)
        .Select(recorded => Breach.At(recorded, $"it stands behind the end in record {end.Version}"));

    public static IEnumerable<Breach> EndFitsTheDecision(Testimony told)
    {
        if (told.End is not { Record: Ended ended } end)
            yield break;
        var decided = told.Each<Decided>().Where(decision => decision.At.Version < end.Version).Select(decision => decision.Is).ToList();
        if (decided.Count == 0)
            yield return Breach.At(end, "it ended without a decision");
        else if (ended.Status != Duties.End(decided[^1].Decision))
            yield return Breach.At(end, $"it ended {ended.Status.Word()}, and {decided[^1].Decision.Word()} was decided");
    }

    public static IEnumerable<Breach> NothingIsOwedAtTheEnd(Testimony told)
    {
        if (told.End is not { Record: Ended ended } end || !told.IsOpened)
            return [];
        var owed = ended.Status is TransactionStatus.Completed
            ? told.Definition.Branches.Where(step => step.Phase is Phase.Pivot or Phase.Retriable).Select(step => new CallName(step.Branch, step.Phase))
            : Told(told, ended.Status);
        return owed
            .Where(call => told.VerdictBefore(call, end.Version) is not (Verdict.Done or Verdict.Heuristic))
            .Select(call => Breach.At(end, $"it ended {ended.Status.Word()} without {call}"));
    }

    private static IEnumerable<CallName> Told(Testimony told, TransactionStatus status) =>
        Enum.GetValues<Decision>().Where(decision => Duties.End(decision) == status).Select(Duties.Telling).OfType<Phase>()
            .SelectMany(phase => told.Definition.Branches.Select(branch => new CallName(branch.Branch, phase)));
}
