namespace ServerlessTx;

/// <summary>What a person may do about a transaction that cannot go on, and how evidence shows it.</summary>
internal static class ByHandRules
{
    public static IEnumerable<Breach> OnlyOfTheStuck(Testimony told)
    {
        var stuck = new HashSet<string>();
        foreach (var recorded in told.Records)
        {
            if (recorded.Record is Stuck named)
                stuck.UnionWith(named.Silent);
            else if (recorded.Record is Answered { ByHand: not null } answer && !stuck.Contains(answer.Name.ToString()))
                yield return Breach.At(recorded, "it was concluded by hand, and no record before it names it as stuck");
        }
    }

    public static IEnumerable<Breach> SaysWhoAndWhy(Testimony told)
    {
        foreach (var recorded in told.Records)
        {
            var (by, why) = recorded.Record switch
            {
                Answered { ByHand: { } hand } => (hand.By, hand.Why),
                RetryRequested retry => (retry.By, retry.Reason),
                _ => ("nobody", "nothing"),
            };
            if (string.IsNullOrWhiteSpace(by) || string.IsNullOrWhiteSpace(why))
                yield return Breach.At(recorded, "it does not say who did it and why");
            else if (recorded.Record is Answered { ByHand: not null, Attempt: not 0 })
                yield return Breach.At(recorded, "it was concluded by hand, and says that an attempt was answered");
        }
    }

    /// <summary>Else an old message could still ship what was undone.</summary>
    public static IEnumerable<Breach> PivotThroughItsBarrier(Testimony told) => told.Each<Answered>()
        .Where(answer => answer.Is is { Phase: Phase.Pivot, Verdict: Verdict.Refused, ByHand.Barrier: BarrierTrace.None })
        .Select(answer => Breach.At(answer.At, "the pivot was concluded as refused, and its barrier was not written"));
}
