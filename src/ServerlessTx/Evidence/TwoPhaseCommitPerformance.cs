using System.Globalization;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's <c>performance</c> of a two-phase commit, counted and measured in this run.</summary>
internal static class TwoPhaseCommitPerformance
{
    public static JsonObject Of(VoteStory vote)
    {
        var prepare = Rounds(vote.Participants.Select(participant => participant.Ask));
        var conclude = Rounds(vote.Participants.Select(participant => participant.Tell).OfType<CallStory>());
        var appends = vote.Transaction.Appends.Count;
        var trips = new JsonObject { ["prepare"] = prepare }
            .With(vote.Told?.Word() ?? "conclusion", conclude)
            .With("evidence_appends", appends);
        var inDoubt = InDoubtMs(vote);
        return new JsonObject
        {
            ["latency"] = $"{prepare + conclude + appends}_round_trips",
            ["blocking"] = inDoubt is not null && vote.Transaction.All<TakenOver>().Any() ? "yes_coordinator_failed"
                : vote.Transaction.All<Stuck>().Any() ? "yes_participant_silent" : "none_observed",
            ["throughput"] = vote.Participants.Any(participant => participant.Ask is { Verdict: Verdict.Refused, Error: "lock_conflict" })
                ? "limited_by_lock_contention" : "no_lock_contention_observed",
            ["round_trips"] = trips,
        }
            .With("in_doubt_ms", inDoubt)
            .With("locks_held_ms", LocksHeldMs(vote));
    }

    /// <summary>Calls of a phase go out together: it takes as many round trips as its most often asked participant was asked.</summary>
    private static int Rounds(IEnumerable<CallStory> calls) => calls.Select(call => call.Attempts).DefaultIfEmpty().Max();

    /// <summary>The longest that a prepared participant could neither commit nor abort by itself; one that is still in doubt, up to the newest record.</summary>
    private static long? InDoubtMs(VoteStory vote) => vote.Participants
        .Where(participant => participant.Ask.IsDone)
        .Select(participant => (long?)TransactionStory.Between(participant.Ask.At!.Value, participant.Tell?.Answered?.At ?? vote.Transaction.Facts.Newest))
        .Max();

    /// <summary>The longest from a lock's reported time to the answer of the call that let it go.</summary>
    private static long? LocksHeldMs(VoteStory vote) => vote.Participants
        .Where(participant => participant.Tell is { IsDone: true })
        .SelectMany(participant => participant.Locks.Select(held => (held.At, Until: participant.Tell!.At!.Value)))
        .Where(held => DateTimeOffset.TryParse(held.At, CultureInfo.InvariantCulture, out _))
        .Select(held => (long?)TransactionStory.Between(DateTimeOffset.Parse(held.At!, CultureInfo.InvariantCulture), held.Until))
        .Max();
}
