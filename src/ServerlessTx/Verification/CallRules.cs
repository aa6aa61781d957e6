namespace ServerlessTx;

/// <summary>Who can be asked what, and who can answer what.</summary>
internal static class CallRules
{
    public static IEnumerable<Breach> BranchesAreDefined(Testimony told) => CallsAndLate(told)
        .Where(call => told.Branch(call.Call.Branch) is null)
        .Select(call => Breach.At(call.At, $"the definition has no branch '{call.Call.Branch}'"));

    public static IEnumerable<Breach> PhasesFitTheBranch(Testimony told) => CallsAndLate(told)
        .Where(call => told.Branch(call.Call.Branch) is { } branch && !Duties.CanGet(told.Pattern, branch, call.Call.Phase))
        .Select(call => Breach.At(call.At, $"branch '{call.Call.Branch}' cannot be asked for {call.Call.Phase.Word()}"));

    public static IEnumerable<Breach> OneAnswerACall(Testimony told) => told.Each<Answered>()
        .Where(answer => told.IsAnsweredBefore(answer.Is.Name, answer.At.Version))
        .Select(answer => Breach.At(answer.At, $"the call was answered in record {told.Answer(answer.Is.Name)!.Version}, and that stands for ever"));

    public static IEnumerable<Breach> OnlyWhoMayRefuseRefuses(Testimony told)
    {
        foreach (var (at, answer) in told.Each<Answered>().Where(answer => answer.Is.Verdict is Verdict.Refused))
        {
            if (!Duties.MayRefuse(answer.Phase))
                yield return Breach.At(at, $"{answer.Phase.Word()} cannot be refused");
            else if (answer.Reason is null)
                yield return Breach.At(at, "it was refused without a reason");
        }
    }

    public static IEnumerable<Breach> OnlyWhoCannotRefuseEndsOtherwise(Testimony told)
    {
        foreach (var (at, answer) in told.Each<Answered>().Where(answer => answer.Is.Verdict is Verdict.Heuristic))
        {
            if (Duties.MayRefuse(answer.Phase))
                yield return Breach.At(at, $"{answer.Phase.Word()} answers yes or no; it has nothing to end otherwise than decided");
            else if (answer.Reason is null)
                yield return Breach.At(at, "it ended otherwise than decided and does not say how");
        }
    }

    public static IEnumerable<Breach> OnlyFirstPhaseIsGivenUp(Testimony told) => told.Each<Answered>()
        .Where(answer => answer.Is.Verdict is Verdict.Unknown or Verdict.Unasked && !Duties.IsFirst(answer.Is.Phase))
        .Select(answer => Breach.At(answer.At, $"{answer.Is.Phase.Word()} is asked until it is answered; it is never {answer.Is.Verdict.Word()}"));

    public static IEnumerable<Breach> ResultsAreOfWhatWasDone(Testimony told)
    {
        foreach (var (at, answer) in Answers(told))
        {
            if (answer is { Result: not null, ResultHash: not null })
                yield return Breach.At(at, "it holds a result and the hash of one");
            else if (answer.Verdict is not Verdict.Done && (answer.Result is not null || answer.ResultHash is not null))
                yield return Breach.At(at, "it holds a result of something that was not done");
            else if (answer.ResultHash is { } hash && !(hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)))
                yield return Breach.At(at, "its result hash is no SHA-256");
        }
    }

    /// <summary>Recorded answers, and those that came too late to count.</summary>
    private static IEnumerable<(Recorded At, Answered Is)> Answers(Testimony told) =>
        told.Each<Answered>().Concat(told.Each<Late>().Select(late => (late.At, late.Is.Answer)));

    private static IEnumerable<(Recorded At, CallName Call)> CallsAndLate(Testimony told) =>
        told.Calls().Concat(told.Each<Late>().Select(late => (late.At, late.Is.Answer.Name)));
}
