using System.Text.Json;
using System.Text.Json.Nodes;
using static ServerlessTx.Specifications.RecordsByHand;

namespace ServerlessTx.Specifications;

/// <summary>What documents say of records that do not bear out their own end, that come from clocks which differ, or that report by halves.</summary>
public sealed class WordsOfBrokenRecords
{
    private const string NotShown = "not_shown_by_the_records";

    [Fact]
    public void A_saga_that_ended_as_completed_without_all_of_its_steps_is_not_shown_to_be_whole()
    {
        var story = Story(SourceOrders.Define, Done("create_order/action"), Ended(TransactionStatus.Completed));
        Assert.Equal((NotShown, NotShown), WordsOf(story));
        Assert.Equal(NotShown, (string?)SagaExecutionForm.Of(story)["saga_execution"]!["atomicity_guarantee"]);
    }

    [Fact]
    public void A_saga_that_ended_as_compensated_with_a_step_left_undone_is_not_shown_to_be_undone() => Assert.Equal((NotShown, NotShown), WordsOf(Story(
        SourceOrders.Define,
        Done("create_order/action"), Done("charge_payment/action"), Decided(Slot.Direction, Decision.Compensating),
        Done("charge_payment/undo"), Ended(TransactionStatus.Compensated))));

    [Fact]
    public void A_saga_without_an_end_record_is_pending_whatever_its_steps_say() =>
        Assert.Equal(("pending", "pending"), WordsOf(Story(SourceOrders.DefineScored, Done("create_order/action"), Done("score_customer/action"), Done("reserve_inventory/action"))));

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    public void It_waits_while_its_wait_is_open_and_nothing_is_decided(bool decided, bool ended, bool waiting) => Assert.Equal(waiting, Story(
        SourceOrders.DefineWaiting,
        [
            Done("match_driver/action"),
            new WaitBegan { Branch = "await_driver", Round = 1, Deadline = At(5_050), At = At(50) },
            .. decided ? [Decided(Slot.Direction, Decision.Compensating, by: "support")] : Array.Empty<TransactionRecord>(),
            .. ended ? [Ended(TransactionStatus.Compensated)] : Array.Empty<TransactionRecord>(),
        ]).IsWaiting);

    [Fact]
    public void A_commit_without_all_votes_is_shown_as_that()
    {
        var properties = PropertiesOf(Vote(
            Done("accounts_db/prepare"), Decided(Slot.Outcome, Decision.Commit), Done("accounts_db/commit"), Done("ledger_db/commit"), Ended(TransactionStatus.Committed)));
        Assert.Equal((NotShown, NotShown), ((string?)properties["atomicity"]!["guarantee"], (string?)properties["atomicity"]!["mechanism"]));
    }

    [Theory]
    [InlineData(null, false, true, "abort_at_the_deadline")]
    [InlineData(null, true, true, "abort_on_a_vote_of_no")]
    [InlineData("deadline", true, false, "abort_at_the_deadline")]
    [InlineData("support", false, true, "abort_from_outside")]
    [InlineData(null, false, false, "abort_on_a_missing_vote")]
    public void The_deadline_turned_it_back_where_it_says_so_or_ended_a_call_and_nobody_refused(string? by, bool refused, bool late, string mechanism)
    {
        var vote = Vote(
            refused ? Refused("accounts_db/prepare", "account_closed") : Done("accounts_db/prepare"),
            Unknown("ledger_db/prepare", late ? Answered.PastDeadline : "no answer in 2 attempts"),
            Decided(Slot.Outcome, Decision.Abort, by));
        Assert.Equal(mechanism, (string?)PropertiesOf(vote)["atomicity"]!["mechanism"]);
    }

    [Theory]
    [InlineData(0, 50, 20, 80, "2026-01-15T10:00:00.000Z", 80L)]
    [InlineData(20, 80, 0, 50, "2026-01-15T10:00:00.000Z", 80L)]
    [InlineData(30, 30, 30, 30, "2026-01-15T10:00:00.030Z", 0L)]
    [InlineData(90, 50, 90, 60, "2026-01-15T10:00:00.090Z", null)]
    public void A_vote_takes_from_the_first_request_to_the_last_answer_unless_clocks_contradict_that(int asked, int at, int otherAsked, int otherAt, string from, long? ms)
    {
        var prepare = TwoPhaseCommitForm.Of(Vote(Done("accounts_db/prepare", null, asked, at), Done("ledger_db/prepare", null, otherAsked, otherAt)))["phases"]!["prepare"]!;
        Assert.Equal((from, ms), ((string?)prepare["coordinator_request"], (long?)prepare["prepare_duration_ms"]));
    }

    [Fact]
    public void Of_two_locks_both_must_have_times_and_both_be_released()
    {
        var half = Vote(
            Done("accounts_db/prepare", """{"locks_acquired":[{"lock":"a","at":"2026-01-15T10:00:00.000Z"},"b"]}"""),
            Done("ledger_db/prepare", """{"locks_acquired":[{"lock":"c","at":"2026-01-15T10:00:00.000Z"}]}"""),
            Decided(Slot.Outcome, Decision.Commit),
            Done("accounts_db/commit", """{"released":["a"]}"""), Done("ledger_db/commit", """{"released":["c"]}"""), Ended(TransactionStatus.Committed));
        Assert.Equal(
            """{"level":"not_reported","mechanism":"locks_acquired_at_prepare","evidence":"not_reported"}""", PropertiesOf(half)["isolation"]!.ToJsonString());
        Assert.Equal("locks_acquired_release_not_reported", TwoPhaseCommitEvidence.Isolation(half));
    }

    [Theory]
    [InlineData("prepare", "off", "wal_lsn_reported_by_all_participants_without_fsync")]
    [InlineData("commit", "off", "wal_lsn_reported_by_all_participants_without_fsync")]
    [InlineData("commit", "on", "wal_fsynced_on_all_participants")]
    public void One_word_of_one_participant_is_enough_to_say_that_a_log_is_not_flushed(string phase, string fsync, string durability)
    {
        string Report(string at, int lsn) => at == phase ? $$$"""{"wal_lsn":{{{lsn}}},"durability":{"fsync":"{{{fsync}}}"}}""" : $$"""{"wal_lsn":{{lsn}}}""";
        Assert.Equal(durability, TwoPhaseCommitEvidence.Durability(Vote(
            Done("accounts_db/prepare", """{"wal_lsn":1}"""), Done("ledger_db/prepare", Report("prepare", 1)), Decided(Slot.Outcome, Decision.Commit),
            Done("accounts_db/commit", """{"wal_lsn":2}"""), Done("ledger_db/commit", Report("commit", 2)), Ended(TransactionStatus.Committed))));
    }

    /// <summary>A large answer lies in a row of its own, which may be gone: what it said cannot be held against its participant.</summary>
    [Fact]
    public void What_was_not_read_is_not_held_against_anybody_and_what_was_read_is()
    {
        var story = Story(
            SourceReservations.Define,
            Done("payment_service/try") with { ResultHash = "aa" }, Done("inventory_service/try", """{"reservation":{"id":"r","expires_at":"2026-01-15T10:05:00.000Z"}}"""),
            Decided(Slot.Outcome, Decision.Confirm), Done("payment_service/confirm"), Done("inventory_service/confirm"), Ended(TransactionStatus.Confirmed));
        Assert.Equal(ReservationReport.All, TccForm.ReservationsOf(VoteStory.Of(story)));
        story.Attach("aa", JsonElement.Parse("""{"pages":1}"""));
        Assert.Equal(ReservationReport.NotAll, TccForm.ReservationsOf(VoteStory.Of(story)));
    }

    [Fact]
    public void A_synchronisation_names_who_was_not_asked_and_who_never_answered()
    {
        var services = DataSyncForm.Of(Story(
            SourceOrders.Define,
            Unknown("create_order/action", "no answer in 2 attempts"), Unasked("charge_payment/action", "cancelled"), Decided(Slot.Direction, Decision.Compensating)));
        Assert.Equal(
            "unknown (no answer in 2 attempts), unasked (cancelled)",
            string.Join(", ", services["data_sync_saga"]!["affected_services"]!.AsArray().Select(one => $"{one!["status"]} ({one["error"]})")));
    }

    private static (string? Atomicity, string? Consistency) WordsOf(TransactionStory story)
    {
        var words = SagaGuaranteeEvidence.Of(story);
        return ((string?)words["atomicity"], (string?)words["consistency"]);
    }

    private static VoteStory Vote(params IEnumerable<TransactionRecord> records) => VoteStory.Of(Story(SourceBanks.Define, records));

    private static JsonObject PropertiesOf(VoteStory vote) => TwoPhaseCommitProperties.Of(vote);
}
