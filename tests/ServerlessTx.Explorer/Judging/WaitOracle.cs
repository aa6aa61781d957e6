namespace ServerlessTx.Explorer;

/// <summary>Judges what becomes of what is said to a transaction: what its sender was told is so, and whoever waits for it hears it.</summary>
internal sealed class WaitOracle(TransactionSubject subject, Member member)
{
    public string? Fault(State state, EvidenceFacts evidence) =>
        state.Actors.Select(actor => actor.Result is Heard heard ? FaultOf(actor.Role, heard, evidence) : null).FirstOrDefault(fault => fault is not null)
        ?? FaultOfAnswers(evidence)
        ?? FaultOfSleep(state, evidence);

    /// <summary>The first under a name stands, and who said something else was told whose it is. What came too late has left nothing.</summary>
    private static string? FaultOf(Role role, Heard heard, EvidenceFacts evidence)
    {
        var stands = evidence.FirstSaid(heard.Signal.Name);
        var isTrue = heard.Result switch
        {
            SignalResult.Recorded => stands?.By == heard.Signal.By && stands.Rejected == heard.Signal.Rejected,
            SignalResult.AlreadyAnswered answered => stands?.By == answered.By && answered.By != heard.Signal.By,
            SignalResult.TooLate => stands is null && evidence.Decided is not null,
            _ => false,
        };
        return isTrue ? null : $"{role.Name} was told {heard.Result.GetType().Name}, and what stands is {stands?.By ?? "nobody"}'s";
    }

    /// <summary>What was said while nothing was decided is the answer of the step that waits for it.</summary>
    private string? FaultOfAnswers(EvidenceFacts evidence)
    {
        var isDecided = false;
        var said = new Dictionary<string, Signalled>();
        foreach (var record in evidence.Records.Select(recorded => recorded.Record))
        {
            switch (record)
            {
                case Signalled signalled:
                    said.TryAdd(signalled.Signal, signalled);
                    break;
                case Decided:
                    isDecided = true;
                    break;
                case Answered { Phase: Phase.Wait } answered when !isDecided:
                    var first = said.GetValueOrDefault(member.Definition.Branch(answered.Branch).Wait!.Signal);
                    if (first is not null && answered.Verdict != (first.Rejected is null ? Verdict.Done : Verdict.Refused))
                        return $"{first.By} had answered, and {answered.Branch} is {answered.Verdict}";
                    break;
            }
        }

        return null;
    }

    /// <summary>
    /// Where all who drive sleep, recovery has to be sent to what somebody else wrote last, and where none drives any more, no later than
    /// a vanished driver is missed: it may be days until the wait is over.
    /// </summary>
    private string? FaultOfSleep(State state, EvidenceFacts evidence)
    {
        if (evidence.Records[^1].Record is not (Signalled or Decided { By: not null }))
            return null;
        var now = subject.At(state.Moment);
        var drivers = state.Actors.Where(actor => actor.Role.IsDriver && !actor.IsDone).ToList();
        var latest = drivers.Count == 0 ? now + subject.Patience : now;
        return drivers.All(driver => driver.IsAsleep(now)) && !(evidence.Due <= latest)
            ? $"{(drivers.Count == 0 ? "nobody drives" : "who drives sleeps")}, and recovery is not sent to what was written last"
            : null;
    }
}
