namespace ServerlessTx;

/// <summary>What a transaction that began in a mode may be, and who may have accepted it.</summary>
internal static class PinnedModeRules
{
    public static IEnumerable<Breach> AcceptedUnderNoOlderMode(Testimony told)
    {
        var answers = told.Each<Answered>().Concat(told.Each<Late>().Select(late => (late.At, late.Is.Answer)));
        foreach (var (at, answer) in answers.Where(answer => answer.Item2.ModeTold is not null))
        {
            if (told.Begin.Mode is not { } mode)
                yield return Breach.At(at, "it speaks of a mode, and the transaction began in none");
            else if (answer is { Verdict: Verdict.Done, ModeTold: var version } && version > mode.Version)
                yield return Breach.At(at, $"it was accepted under mode {mode.Version} by a participant that had been told of mode {version}");
        }
    }

    public static IEnumerable<Breach> ModeFitsItsForm(Testimony told)
    {
        var fault = told.Begin.Mode switch
        {
            null => null,
            { Mode: Mode.FailingBack } => "nothing begins while its group fails back",
            { Mode: Mode.Strict, Away: [] } => null,
            { Mode: Mode.Strict } => "nobody is away from a strict mode",
            { Away: [] } => "in a degraded mode somebody is away",
            _ when told.Pattern is not Pattern.Saga => "a degraded form is a saga",
            _ => null,
        };
        if (fault is not null)
            yield return Breach.At(told.Records[0], fault);
    }
}
