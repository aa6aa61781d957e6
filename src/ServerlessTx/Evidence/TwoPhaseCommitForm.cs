using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's document of a two-phase commit (Part I, "ACID Transaction Evidence", and Part II, Pattern 1).</summary>
internal static class TwoPhaseCommitForm
{
    public static JsonObject Of(VoteStory vote)
    {
        var phases = new JsonObject { ["prepare"] = PrepareNode(vote) };
        if (vote.Told is { } told)
            phases[told.Word()] = ConclusionNode(vote, told);
        return new JsonObject
        {
            ["transaction_id"] = vote.Transaction.TransactionId,
            ["type"] = "two_phase_commit",
            ["workflow"] = vote.Transaction.Definition.Name,
            ["participants"] = JsonNodes.List(vote.Participants.Select(ParticipantNode)),
            ["phases"] = phases,
            ["total_latency_ms"] = vote.Transaction.TotalMs,
            ["evidence"] = new JsonObject
            {
                ["atomicity"] = vote.Word("all_participants_committed", "all_participants_aborted"),
                ["consistency"] = TwoPhaseCommitEvidence.Consistency(vote),
                ["isolation"] = TwoPhaseCommitEvidence.Isolation(vote),
                ["durability"] = TwoPhaseCommitEvidence.Durability(vote),
            },
            ["protocol"] = "two_phase_commit",
            ["evidence_properties"] = TwoPhaseCommitProperties.Of(vote),
            ["performance"] = TwoPhaseCommitPerformance.Of(vote),
        };
    }

    private static JsonObject ParticipantNode(ParticipantStory participant) => new JsonObject { ["database"] = participant.Branch.Service }
        .With("shard", ParticipantStory.Field(participant.AskResult, "shard") is { } shard ? JsonNodes.Of(shard) : null);

    private static JsonObject PrepareNode(VoteStory vote)
    {
        var asked = vote.Participants.Min(participant => participant.Ask.AskedAt);
        var answered = vote.Participants.Max(participant => participant.Ask.Answered is null ? null : participant.Ask.At);
        var node = new JsonObject()
            .With("coordinator_request", asked is { } first ? Stamp.Text(first) : null)
            .With("participants_prepared", JsonNodes.List(vote.Participants.Where(participant => participant.Ask.IsDone).Select(PreparedNode)));
        if (JsonNodes.List(vote.Participants.Where(participant => participant.Ask is { IsDone: false, IsUnheardOf: false }).Select(NotPreparedNode)) is { Count: > 0 } others)
            node["participants_not_prepared"] = others;
        node["all_prepared"] = vote.AllAskedDone;
        return node.With("prepare_duration_ms", asked is not null && answered >= asked ? TransactionStory.Between(asked.Value, answered.Value) : null);
    }

    private static JsonObject PreparedNode(ParticipantStory participant)
    {
        var node = new JsonObject { ["database"] = participant.Branch.Service, ["prepared_at"] = Stamp.Text(participant.Ask.At!.Value) };
        if (participant.Locks is { Count: > 0 } locks)
        {
            node["locks_acquired"] = JsonNodes.List(locks.Select(held => held.Lock));
            var times = new JsonObject();
            foreach (var held in locks.Where(held => held.At is not null))
                times[held.Lock] = held.At;
            node["lock_acquisition_timestamps"] = times;
        }

        node["vote"] = "prepared";
        node["attempts"] = participant.Ask.Attempts;
        return node.WithReported(participant.AskResult, "locks_acquired", "shard");
    }

    private static JsonObject NotPreparedNode(ParticipantStory participant) => new JsonObject
    {
        ["database"] = participant.Branch.Service,
        ["vote"] = participant.Ask.Verdict switch
        {
            null => Guarantees.Pending,
            Verdict.Refused => "no",
            Verdict.Unasked => "unasked",
            _ => "unknown",
        },
        ["at"] = Stamp.Text(participant.Ask.At!.Value),
        ["attempts"] = participant.Ask.Attempts,
    }.With(participant.Ask.ErrorKey, participant.Ask.Error);

    private static JsonObject ConclusionNode(VoteStory vote, Phase told)
    {
        var decided = vote.Decision!;
        var done = vote.IsYes ? "committed" : "aborted";
        var heard = vote.ToTell.Where(participant => participant.Tell!.IsDone).ToList();
        var node = new JsonObject { ["coordinator_decision"] = JsonNodes.Of(decided.Decision) }
            .With("reason", decided.Reason)
            .With("by", decided.By)
            .With("decision_at", Stamp.Text(decided.At))
            .With($"participants_{done}", JsonNodes.List(heard.Select(participant => ConcludedNode(participant, done))));
        if (JsonNodes.List(vote.ToTell.Where(participant => participant.Tell is { IsDone: false }).Select(NotConcludedNode)) is { Count: > 0 } others)
            node[$"participants_not_{done}"] = others;
        node[$"all_{done}"] = vote.AllToldDone;
        return node.With(
            $"{told.Word()}_duration_ms",
            heard.Count > 0 ? TransactionStory.Between(decided.At, heard.Max(participant => participant.Tell!.At!.Value)) : null);
    }

    private static JsonObject ConcludedNode(ParticipantStory participant, string done) => new JsonObject
    {
        ["database"] = participant.Branch.Service,
        [$"{done}_at"] = Stamp.Text(participant.Tell!.At!.Value),
        ["attempts"] = participant.Tell.Attempts,
    }
        .With("decision", participant.Tell.Answered!.Decision)
        .WithReported(participant.TellResult);

    private static JsonObject NotConcludedNode(ParticipantStory participant)
    {
        var tell = participant.Tell!;
        return new JsonObject
        {
            ["database"] = participant.Branch.Service,
            ["result"] = tell.Verdict is { } verdict ? JsonNodes.Of(verdict) : Guarantees.Pending,
            ["attempts"] = tell.Attempts,
        }
            .With("at", tell.At is { } at ? Stamp.Text(at) : null)
            .With("decision", tell.Answered?.Decision)
            .With(tell.ErrorKey, tell.Error);
    }
}
