using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's <c>evidence_properties</c> of a two-phase commit: mechanisms and failure modes as this run showed them.</summary>
internal static class TwoPhaseCommitProperties
{
    public static JsonObject Of(VoteStory vote) => new()
    {
        ["atomicity"] = new JsonObject
        {
            ["guarantee"] = vote.Word("all_or_nothing", "all_or_nothing"),
            ["mechanism"] = Mechanism(vote),
            ["failure_mode"] = FailureMode(vote.Transaction),
        },
        ["consistency"] = new JsonObject
        {
            ["guarantee"] = vote.End is VoteEnd.Yes && TwoPhaseCommitEvidence.CommonChecks(vote).Count == 0
                ? TwoPhaseCommitEvidence.NotReported
                : vote.Word("invariants_preserved", "invariants_preserved"),
            ["mechanism"] = Validated(vote) ? "prepare_phase_validates_constraints" : TwoPhaseCommitEvidence.NotReported,
            ["evidence"] = vote.AllAskedDone ? "all_participants_voted_prepared" : "not_all_participants_voted_prepared",
        },
        ["isolation"] = IsolationNode(vote),
        ["durability"] = DurabilityNode(vote),
    };

    private static string Mechanism(VoteStory vote) => vote switch
    {
        { Decision: null } => Guarantees.Pending,
        { IsYes: true } => vote.AllAskedDone ? "prepare_vote_from_all_participants" : SagaGuaranteeEvidence.NotShown,
        { Transaction.TurnedBackByDeadline: true } => "abort_at_the_deadline",
        { Decision.By: not null } => "abort_from_outside",
        _ => vote.Participants.Any(participant => participant.Ask.Verdict is Verdict.Refused) ? "abort_on_a_vote_of_no" : "abort_on_a_missing_vote",
    };

    /// <summary>What went wrong and was lived through. The source's "blocks if the coordinator fails" is seen as takeovers and their waits.</summary>
    private static string FailureMode(TransactionStory story)
    {
        string?[] observed =
        [
            story.Heuristic ? "participant_ended_otherwise_than_decided" : null,
            story.All<TakenOver>().Any() ? "blocked_until_the_coordinator_was_taken_over" : null,
            story.All<Stuck>().Any() ? "blocked_on_a_silent_participant" : null,
            story.All<Unanswered>().Any() ? "unanswered_calls_repeated" : null,
        ];
        return string.Join(",", observed.OfType<string>().DefaultIfEmpty("none_observed"));
    }

    /// <summary>A yes says which constraints were checked; a no is a constraint that did not hold.</summary>
    private static bool Validated(VoteStory vote) =>
        vote.Participants.Any(participant => participant.Ask.Verdict is Verdict.Done or Verdict.Refused)
        && vote.Participants.All(participant => participant.ChecksAtAsk.Count > 0 || !participant.Ask.IsDone);

    private static JsonObject IsolationNode(VoteStory vote)
    {
        var locks = TwoPhaseCommitEvidence.LocksOf(vote);
        return new JsonObject
        {
            ["level"] = locks switch
            {
                LockReport.Held or LockReport.None => "serializable",
                LockReport.Pending => Guarantees.Pending,
                _ => TwoPhaseCommitEvidence.NotReported,
            },
            ["mechanism"] = locks switch
            {
                LockReport.Held => $"locks_held_across_prepare_and_{vote.Told!.Value.Word()}",
                LockReport.ReleaseNotReported => "locks_acquired_at_prepare",
                LockReport.None => "no_locks_acquired",
                LockReport.Pending => Guarantees.Pending,
                _ => TwoPhaseCommitEvidence.NotReported,
            },
            ["evidence"] = ReportsLockTimes(vote) ? "lock_acquisition_timestamps" : TwoPhaseCommitEvidence.NotReported,
        };
    }

    private static bool ReportsLockTimes(VoteStory vote) =>
        vote.Participants.Where(participant => participant.Ask.IsDone).ToList() is { Count: > 0 } prepared
        && prepared.All(participant => participant.Locks.Count > 0 && participant.Locks.All(held => held.At is not null));

    private static JsonObject DurabilityNode(VoteStory vote)
    {
        var story = vote.Transaction;
        var reported = TwoPhaseCommitEvidence.ReportsLsns(vote);
        var both = $"at_prepare_and_{vote.Told?.Word()}";
        var flushed = story.IsPersisted && !vote.SaysNotFlushed;
        return new JsonObject
        {
            ["guarantee"] = flushed ? "survives_crashes" : $"recorded_on_{story.Started.Storage}",
            ["mechanism"] = !reported ? TwoPhaseCommitEvidence.NotReported : flushed ? $"wal_fsynced_{both}" : $"wal_written_{both}",
            ["evidence"] = reported ? "wal_lsn_per_participant" : TwoPhaseCommitEvidence.NotReported,
        };
    }
}
