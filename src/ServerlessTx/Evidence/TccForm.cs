using System.Globalization;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's document of a TCC (Part II, Pattern 3, <c>tcc_transaction</c>).</summary>
internal static class TccForm
{
    public static JsonObject Of(VoteStory vote)
    {
        var tcc = new JsonObject
        {
            ["txn_id"] = vote.Transaction.TransactionId,
            ["workflow"] = vote.Transaction.Definition.Name,
            ["try_phase"] = new JsonObject
            {
                ["participants"] = JsonNodes.List(vote.Participants
                    .Where(participant => !participant.Ask.IsUnheardOf)
                    .Select(participant => Node(vote, participant, participant.Ask, participant.Branch.Operation, "success"))),
                ["all_reserved"] = vote.AllAskedDone,
            },
        };
        if (vote.Told is { } told)
            tcc[$"{told.Word()}_phase"] = ConclusionNode(vote, told);
        tcc["total_duration_ms"] = vote.Transaction.TotalMs;
        tcc["evidence"] = EvidenceNode(vote);
        return new JsonObject { ["tcc_transaction"] = tcc };
    }

    private static JsonObject ConclusionNode(VoteStory vote, Phase told)
    {
        var done = vote.IsYes ? "confirmed" : "cancelled";
        return new JsonObject()
            .With("decision_at", Stamp.Text(vote.Decision!.At))
            .With("reason", vote.Decision.Reason)
            .With("by", vote.Decision.By)
            .With("participants", JsonNodes.List(vote.ToTell.Select(participant => Node(vote, participant, participant.Tell!, told.Word(), done))))
            .With($"all_{done}", vote.AllToldDone);
    }

    private static JsonObject Node(VoteStory vote, ParticipantStory participant, CallStory call, string operation, string done)
    {
        var node = new JsonObject
        {
            ["service"] = participant.Branch.Service,
            ["operation"] = operation,
            ["result"] = call.Verdict switch
            {
                null => Guarantees.Pending,
                Verdict.Done => done,
                { } verdict => JsonNodes.Of(verdict),
            },
            ["attempts"] = call.Attempts,
        };
        return node
            .With("at", call.At is { } at ? Stamp.Text(at) : null)
            .With("duration_ms", call.DurationMs)
            .With("decision", call.Answered?.Decision)
            .With(call.ErrorKey, call.IsDone ? null : call.Error)
            .WithReported(vote.Transaction.ResultOf(call.Answered));
    }

    private static JsonObject EvidenceNode(VoteStory vote) => new()
    {
        ["atomicity"] = vote.Word("all_participants_confirmed", "all_participants_cancelled"),
        ["consistency"] = vote.Word(
            "reservations_converted_to_final",
            vote.Participants.Any(participant => participant.Ask.MayHaveRun) ? "reservations_released" : "nothing_was_reserved"),
        ["isolation"] = ReservationsOf(vote) switch
        {
            _ when !vote.Transaction.HasEnded => Guarantees.Pending,
            ReservationReport.All => "reservations_prevent_conflicts",
            ReservationReport.None => "nothing_was_reserved",
            _ => TwoPhaseCommitEvidence.NotReported,
        },
        ["timeout_handling"] = TimeoutHandling(vote.Transaction),
        ["cancelled_by_deadline"] = vote.Transaction.TurnedBackByDeadline,
        ["durability"] = (vote.Transaction.HasEnded ? "all_phases" : "phases_so_far")
            + (vote.Transaction.IsPersisted ? "_persisted" : $"_recorded_on_{vote.Transaction.Started.Storage}"),
    };

    /// <summary>Whether those who said yes told what they reserved and until when.</summary>
    public static ReservationReport ReservationsOf(VoteStory vote)
    {
        var reserved = vote.Participants.Where(participant => participant.Ask.IsDone).ToList();
        return vote.Participants.Any(participant => participant.MayHaveHeldUnreported) ? ReservationReport.NotAll
            : reserved.Count == 0 ? ReservationReport.None
            : reserved.All(participant => participant.IsUnread || participant.ReportsReservation) ? ReservationReport.All
            : ReservationReport.NotAll;
    }

    /// <summary>The span between the begin and the deadline that the begin record states.</summary>
    private static string TimeoutHandling(TransactionStory story)
    {
        var ms = TransactionStory.Between(story.Started.At, story.Started.Deadline);
        var span = ms % 1000 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{ms / 1000}_s")
            : string.Create(CultureInfo.InvariantCulture, $"{ms}_ms");
        return $"auto_cancel_after_{span}";
    }
}

/// <summary>What the participants' reports say of their reservations.</summary>
internal enum ReservationReport
{
    /// <summary>Nobody reserved anything.</summary>
    None,

    /// <summary>Not all who reserved say what and until when.</summary>
    NotAll,

    /// <summary>All who reserved say what and until when.</summary>
    All,
}
