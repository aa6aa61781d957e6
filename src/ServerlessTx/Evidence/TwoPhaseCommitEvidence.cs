namespace ServerlessTx;

/// <summary>The words under a two-phase commit's <c>evidence</c>. What rests on reports says what was reported and no more.</summary>
internal static class TwoPhaseCommitEvidence
{
    public const string NotReported = "not_reported";

    /// <summary>The check that every participant's commit reported; a check that only some report shows nothing of the whole.</summary>
    public static string Consistency(VoteStory vote)
    {
        if (vote.End is not VoteEnd.Yes)
            return vote.Word("", "nothing_applied");
        var common = CommonChecks(vote);
        if (common.Count > 0)
            return string.Join(",", common);
        var some = vote.Participants.SelectMany(participant => participant.ChecksAtTell.Select(check => $"{check}_reported_by_{participant.Branch.Branch}_only")).ToList();
        return some.Count > 0 ? string.Join(",", some) : NotReported;
    }

    /// <summary>The checks that every participant reported when it committed.</summary>
    public static IReadOnlyList<string> CommonChecks(VoteStory vote) =>
        [.. vote.Participants.Select(participant => participant.ChecksAtTell.AsEnumerable()).Aggregate((all, one) => all.Intersect(one))];

    public static string Isolation(VoteStory vote) => LocksOf(vote) switch
    {
        LockReport.None => "no_locks_acquired",
        LockReport.Held => "locks_held_during_transaction",
        LockReport.ReleaseNotReported => "locks_acquired_release_not_reported",
        LockReport.Pending => Guarantees.Pending,
        _ => NotReported,
    };

    public static string Durability(VoteStory vote)
    {
        if (!vote.Transaction.HasEnded)
            return Guarantees.Pending;
        if (!ReportsLsns(vote))
            return NotReported;
        var all = vote.AllAskedDone ? "all_participants" : "all_prepared_participants";
        if (vote.SaysNotFlushed)
            return $"wal_lsn_reported_by_{all}_without_fsync";
        return vote.Transaction.IsPersisted ? $"wal_fsynced_on_{all}" : $"wal_lsn_reported_by_{all}_recorded_on_{vote.Transaction.Started.Storage}";
    }

    /// <summary>Every participant that prepared wrote its log then, and again when it concluded, further on.</summary>
    public static bool ReportsLsns(VoteStory vote) =>
        Prepared(vote) is { Count: > 0 } prepared
        && prepared.All(participant => participant.PrepareLsn < participant.ConcludeLsn)
        && !vote.Participants.Any(participant => participant.MayHaveHeldUnreported);

    /// <summary>Locks are held across both phases when they were taken before the decision and let go by what it told.</summary>
    public static LockReport LocksOf(VoteStory vote)
    {
        var prepared = Prepared(vote);
        if (!vote.Transaction.HasEnded)
            return LockReport.Pending;
        if (vote.Participants.Any(participant => participant.MayHaveHeldUnreported))
            return LockReport.NotReported;
        if (prepared.Count == 0)
            return LockReport.None;
        if (!prepared.All(participant => participant.IsUnread || participant.Locks.Count > 0))
            return LockReport.NotReported;
        return prepared.All(participant => participant.IsUnread || ReleasedAll(participant)) ? LockReport.Held : LockReport.ReleaseNotReported;
    }

    private static List<ParticipantStory> Prepared(VoteStory vote) => [.. vote.Participants.Where(participant => participant.Ask.IsDone)];

    private static bool ReleasedAll(ParticipantStory participant) =>
        participant.Locks.Select(held => held.Lock).All(participant.Released.Select(released => released.Lock).ToHashSet().Contains);
}

/// <summary>What the participants' reports say of their locks.</summary>
internal enum LockReport
{
    /// <summary>Not all that may have taken locks say so.</summary>
    NotReported,

    /// <summary>It has not ended.</summary>
    Pending,

    /// <summary>Nobody prepared.</summary>
    None,

    /// <summary>Taken by all that prepared; not all say that they let them go.</summary>
    ReleaseNotReported,

    /// <summary>Taken when they prepared, let go when they concluded.</summary>
    Held,
}
