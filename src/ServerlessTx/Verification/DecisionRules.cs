namespace ServerlessTx;

/// <summary>What may be decided, by whom, and on what ground.</summary>
internal static class DecisionRules
{
    public static IEnumerable<Breach> OneDecisionASlot(Testimony told) => told.Each<Decided>()
        .Where(decision => told.Decision(decision.Is.Slot)!.Version != decision.At.Version)
        .Select(decision => Breach.At(decision.At, $"{decision.Is.Slot.Word()} was decided in record {told.Decision(decision.Is.Slot)!.Version}"));

    public static IEnumerable<Breach> DecisionsFitTheirSlot(Testimony told) => told.Each<Decided>()
        .Where(decision => !Duties.CanHold(told.Pattern, decision.Is.Slot, decision.Is.Decision))
        .Select(decision => Breach.At(decision.At, $"{decision.Is.Decision.Word()} cannot stand in the slot {decision.Is.Slot.Word()} of a {told.Pattern.Word()}"));

    public static IEnumerable<Breach> NoCommitWithoutEveryVote(Testimony told) => MissingYes(told, Decision.Commit, Phase.Prepare);

    public static IEnumerable<Breach> NoConfirmWithoutEveryReservation(Testimony told) => MissingYes(told, Decision.Confirm, Phase.Try);

    public static IEnumerable<Breach> NoGoingForwardWithoutEveryStep(Testimony told) =>
        from decision in told.Each<Decided>()
        where decision.Is.Decision is Decision.GoingForward
        from step in told.Rounds.Where(round => Duties.IsFirst(round.Phase)).SelectMany(round => round.Calls)
        where told.VerdictBefore(step, decision.At.Version) is not Verdict.Done
        select Breach.At(decision.At, $"{Decision.GoingForward.Word()} was decided without the yes of '{step.Branch}'");

    /// <summary>A protocol turns back over a call that was not done; anybody else says who and why.</summary>
    public static IEnumerable<Breach> TurningBackHasACause(Testimony told)
    {
        long? notDone = null;
        foreach (var recorded in told.Records)
        {
            switch (recorded.Record)
            {
                case Answered { Verdict: Verdict.Refused or Verdict.Unknown } answered when Duties.IsFirst(answered.Phase):
                    notDone ??= recorded.Version;
                    break;
                case Decided decided when Duties.TurnsBack(decided.Decision):
                    if (decided.Reason is null)
                        yield return Breach.At(recorded, "it turns back and does not say why");
                    else if (decided is { By: null, Slot: not Slot.TurnedBack } && notDone is null)
                        yield return Breach.At(recorded, "nobody turned it back from outside, and no call before it was refused or given up");
                    break;
            }
        }
    }

    public static IEnumerable<Breach> TurnedBackOnlyByTheRefusedPivot(Testimony told)
    {
        foreach (var (at, decided) in told.Each<Decided>().Where(decision => decision.Is.Slot is Slot.TurnedBack))
        {
            var refused = told.Rounds.Where(round => round.Phase is Phase.Pivot).SelectMany(round => round.Calls)
                .Any(pivot => told.VerdictBefore(pivot, at.Version) is Verdict.Refused);
            if (!refused)
                yield return Breach.At(at, "no refusal of the pivot stands before it");
            else if (decided.By is not null)
                yield return Breach.At(at, "only the driver that recorded the pivot's refusal turns it back there");
        }
    }

    public static IEnumerable<Breach> DeadlineTurnsBackOnlyWhenPassed(Testimony told) => told.Each<Decided>()
        .Where(decision => decision.Is is { By: "deadline", Reason: "deadline_passed" } && decision.Is.At < told.Begin.Deadline)
        .Select(decision => Breach.At(decision.At, "it is turned back by its deadline and stamped before that"));

    /// <summary>Nothing branches on a stamp; but what follows an answer takes no older stamp than it.</summary>
    public static IEnumerable<Breach> OwnRecordsAreStampedBehindWhatTheyFollow(Testimony told)
    {
        var newest = DateTimeOffset.MinValue;
        foreach (var recorded in told.Records)
        {
            var isOwn = recorded.Record is Decided or Stuck or Ended or RetryRequested or MomentCame or Signalled or WaitBegan or WaitDecided or Answered { Phase: Phase.Wait } or Answered { Verdict: Verdict.Unknown or Verdict.Unasked } or Answered { ByHand: not null };
            if (isOwn && recorded.Record.At < newest)
                yield return Breach.At(recorded, "it is stamped before a record that it follows");
            newest = recorded.Record.At > newest ? recorded.Record.At : newest;
        }
    }

    private static IEnumerable<Breach> MissingYes(Testimony told, Decision yes, Phase asked) =>
        from decision in told.Each<Decided>()
        where decision.Is.Decision == yes
        from branch in told.Definition.Branches
        where branch.Phase == asked && told.VerdictBefore(new CallName(branch.Branch, asked), decision.At.Version) is not Verdict.Done
        select Breach.At(decision.At, $"{yes.Word()} was decided without the yes of '{branch.Branch}'");
}
