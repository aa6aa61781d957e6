using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>The words of evidence, outcome by outcome: each follows from what is recorded and from nothing else.</summary>
public sealed class EvidenceWords
{
    [Fact]
    public void A_sagas_words_follow_its_steps_and_compensations() => Assert.Equal(
        """
        completed             all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        compensated           eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        nothing_ran           no_step_committed · unchanged · nothing_became_visible · all_steps_persisted
        unknown               eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        cancelled             eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        late                  eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        late_refusal          nothing_to_compensate · unchanged · none_intermediate_state_visible · all_steps_persisted
        large                 all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        deadline              eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        pivot_refused         eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        heuristic             violated · violated · none_intermediate_state_visible · all_steps_persisted
        stuck                 pending · pending · none_intermediate_state_visible · steps_so_far_persisted
        by_hand               reported · reported · none_intermediate_state_visible · all_steps_persisted
        retried               all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        running               pending · pending · none_intermediate_state_visible · steps_so_far_persisted
        undoing               pending · pending · none_intermediate_state_visible · steps_so_far_persisted
        taken_over            all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        waited                all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        rejected              eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        expired               eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        waiting               pending · pending · none_intermediate_state_visible · steps_so_far_persisted
        parent                all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        parent_undone         eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        parent_refused        eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        child                 all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_recorded_on_memory
        on_azurite            all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_recorded_on_azurite
        mixed_undo            eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        accepted_at_once      all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        not_done_by_hand      violated · violated · none_intermediate_state_visible · all_steps_persisted
        scheduled             all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        scheduled_cancelled   no_step_committed · unchanged · nothing_became_visible · all_steps_persisted
        degraded              all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        """, Table("saga", document => Words(document["guarantee_evidence"])));

    [Fact]
    public void A_two_phase_commits_words_claim_what_everybody_reported_and_no_more() => Assert.Equal(
        """
        committed             all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_fsynced_on_all_participants
        voted_no              all_participants_aborted · nothing_applied · locks_held_during_transaction · wal_fsynced_on_all_prepared_participants
        unknown               all_participants_aborted · nothing_applied · not_reported · not_reported
        cancelled             all_participants_aborted · nothing_applied · locks_held_during_transaction · wal_fsynced_on_all_prepared_participants
        deadline              all_participants_aborted · nothing_applied · not_reported · not_reported
        heuristic             violated · violated · locks_acquired_release_not_reported · not_reported
        stuck                 pending · pending · pending · pending
        by_hand               reported · reported · locks_acquired_release_not_reported · not_reported
        running               pending · pending · pending · pending
        taken_over            all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_fsynced_on_all_participants
        not_reported          all_participants_committed · account_balance_and_ledger_match_reported_by_accounts_db_only · not_reported · not_reported
        on_azurite            all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_lsn_reported_by_all_participants_recorded_on_azurite
        on_memory             all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_lsn_reported_by_all_participants_recorded_on_memory
        bare                  all_participants_committed · not_reported · not_reported · not_reported
        two_checks            all_participants_committed · sums_match,no_overdraft · locks_held_during_transaction · wal_fsynced_on_all_participants
        other_checks          all_participants_committed · account_balance_and_ledger_match_reported_by_accounts_db_only,ledger_sums_to_zero_reported_by_ledger_db_only · locks_held_during_transaction · wal_fsynced_on_all_participants
        no_checks_at_prepare  all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_fsynced_on_all_participants
        no_lock_times         all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_fsynced_on_all_participants
        no_locks              all_participants_committed · account_balance_and_ledger_match · not_reported · wal_fsynced_on_all_participants
        no_release            all_participants_committed · account_balance_and_ledger_match · locks_acquired_release_not_reported · wal_fsynced_on_all_participants
        not_flushed           all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_lsn_reported_by_all_participants_without_fsync
        log_stood             all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · not_reported
        nobody_prepared       all_participants_aborted · nothing_applied · no_locks_acquired · not_reported
        not_prepared          all_participants_aborted · nothing_applied · locks_held_during_transaction · wal_fsynced_on_all_prepared_participants
        abort_stuck           pending · pending · pending · pending
        abort_heuristic       violated · violated · locks_acquired_release_not_reported · not_reported
        unasked               all_participants_aborted · nothing_applied · no_locks_acquired · not_reported
        silent                pending · pending · pending · pending
        scheduled             all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_fsynced_on_all_participants
        scheduled_cancelled   all_participants_aborted · nothing_applied · no_locks_acquired · not_reported
        strict                all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_fsynced_on_all_participants
        """, Table("two_phase_commit", document => Words(document["evidence"])));

    [Fact]
    public void The_mechanism_and_the_failure_mode_of_a_two_phase_commit_are_those_of_the_run() => Assert.Equal(
        """
        committed             prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        voted_no              abort_on_a_vote_of_no · none_observed · 5_round_trips · none_observed · limited_by_lock_contention
        unknown               abort_on_a_missing_vote · unanswered_calls_repeated · 7_round_trips · none_observed · no_lock_contention_observed
        cancelled             abort_from_outside · unanswered_calls_repeated · 7_round_trips · none_observed · no_lock_contention_observed
        deadline              abort_at_the_deadline · blocked_until_the_coordinator_was_taken_over · 6_round_trips · none_observed · no_lock_contention_observed
        heuristic             prepare_vote_from_all_participants · participant_ended_otherwise_than_decided · 5_round_trips · none_observed · no_lock_contention_observed
        stuck                 prepare_vote_from_all_participants · blocked_on_a_silent_participant,unanswered_calls_repeated · 9_round_trips · yes_participant_silent · no_lock_contention_observed
        by_hand               prepare_vote_from_all_participants · blocked_on_a_silent_participant,unanswered_calls_repeated · 11_round_trips · yes_participant_silent · no_lock_contention_observed
        running               pending · unanswered_calls_repeated · 3_round_trips · none_observed · no_lock_contention_observed
        taken_over            prepare_vote_from_all_participants · blocked_until_the_coordinator_was_taken_over · 6_round_trips · yes_coordinator_failed · no_lock_contention_observed
        not_reported          prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        on_azurite            prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        on_memory             prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        bare                  prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        two_checks            prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        other_checks          prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        no_checks_at_prepare  prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        no_lock_times         prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        no_locks              prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        no_release            prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        not_flushed           prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        log_stood             prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        nobody_prepared       abort_on_a_vote_of_no · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        not_prepared          abort_on_a_missing_vote · unanswered_calls_repeated · 7_round_trips · none_observed · no_lock_contention_observed
        abort_stuck           abort_on_a_vote_of_no · blocked_on_a_silent_participant,unanswered_calls_repeated · 9_round_trips · yes_participant_silent · limited_by_lock_contention
        abort_heuristic       abort_on_a_vote_of_no · participant_ended_otherwise_than_decided · 5_round_trips · none_observed · limited_by_lock_contention
        unasked               abort_from_outside · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        silent                pending · unanswered_calls_repeated · 3_round_trips · none_observed · no_lock_contention_observed
        scheduled             prepare_vote_from_all_participants · none_observed · 6_round_trips · none_observed · no_lock_contention_observed
        scheduled_cancelled   abort_from_outside · none_observed · 3_round_trips · none_observed · no_lock_contention_observed
        strict                prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        """, Table("two_phase_commit", document =>
    {
        var (atomicity, performance) = (document["evidence_properties"]!["atomicity"]!, document["performance"]!);
        return string.Join(" · ", atomicity["mechanism"], atomicity["failure_mode"], performance["latency"], performance["blocking"], performance["throughput"]);
    }));

    [Fact]
    public void The_properties_of_a_two_phase_commit_rest_on_what_was_reported() => Assert.Equal(
        """
        committed             invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        voted_no              invariants_preserved · prepare_phase_validates_constraints · not_all_participants_voted_prepared | serializable · locks_held_across_prepare_and_abort · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_abort · wal_lsn_per_participant
        unknown               invariants_preserved · prepare_phase_validates_constraints · not_all_participants_voted_prepared | not_reported · not_reported · lock_acquisition_timestamps | survives_crashes · not_reported · not_reported
        cancelled             invariants_preserved · prepare_phase_validates_constraints · not_all_participants_voted_prepared | serializable · locks_held_across_prepare_and_abort · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_abort · wal_lsn_per_participant
        deadline              invariants_preserved · not_reported · not_all_participants_voted_prepared | not_reported · not_reported · not_reported | survives_crashes · not_reported · not_reported
        heuristic             violated · prepare_phase_validates_constraints · all_participants_voted_prepared | not_reported · locks_acquired_at_prepare · lock_acquisition_timestamps | survives_crashes · not_reported · not_reported
        stuck                 pending · prepare_phase_validates_constraints · all_participants_voted_prepared | pending · pending · lock_acquisition_timestamps | survives_crashes · not_reported · not_reported
        by_hand               reported · prepare_phase_validates_constraints · all_participants_voted_prepared | not_reported · locks_acquired_at_prepare · lock_acquisition_timestamps | survives_crashes · not_reported · not_reported
        running               pending · prepare_phase_validates_constraints · not_all_participants_voted_prepared | pending · pending · lock_acquisition_timestamps | survives_crashes · not_reported · not_reported
        taken_over            invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        not_reported          not_reported · not_reported · all_participants_voted_prepared | not_reported · not_reported · not_reported | survives_crashes · not_reported · not_reported
        on_azurite            invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | recorded_on_azurite · wal_written_at_prepare_and_commit · wal_lsn_per_participant
        on_memory             invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | recorded_on_memory · wal_written_at_prepare_and_commit · wal_lsn_per_participant
        bare                  not_reported · not_reported · all_participants_voted_prepared | not_reported · not_reported · not_reported | survives_crashes · not_reported · not_reported
        two_checks            invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        other_checks          not_reported · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        no_checks_at_prepare  invariants_preserved · not_reported · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        no_lock_times         invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · not_reported | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        no_locks              invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | not_reported · not_reported · not_reported | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        no_release            invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | not_reported · locks_acquired_at_prepare · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        not_flushed           invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | recorded_on_azure_tables · wal_written_at_prepare_and_commit · wal_lsn_per_participant
        log_stood             invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | survives_crashes · not_reported · not_reported
        nobody_prepared       invariants_preserved · prepare_phase_validates_constraints · not_all_participants_voted_prepared | serializable · no_locks_acquired · not_reported | survives_crashes · not_reported · not_reported
        not_prepared          invariants_preserved · prepare_phase_validates_constraints · not_all_participants_voted_prepared | serializable · locks_held_across_prepare_and_abort · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_abort · wal_lsn_per_participant
        abort_stuck           pending · prepare_phase_validates_constraints · not_all_participants_voted_prepared | pending · pending · lock_acquisition_timestamps | survives_crashes · not_reported · not_reported
        abort_heuristic       violated · prepare_phase_validates_constraints · not_all_participants_voted_prepared | not_reported · locks_acquired_at_prepare · lock_acquisition_timestamps | survives_crashes · not_reported · not_reported
        unasked               invariants_preserved · not_reported · not_all_participants_voted_prepared | serializable · no_locks_acquired · not_reported | survives_crashes · not_reported · not_reported
        silent                pending · not_reported · not_all_participants_voted_prepared | pending · pending · not_reported | survives_crashes · not_reported · not_reported
        scheduled             invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        scheduled_cancelled   invariants_preserved · not_reported · not_all_participants_voted_prepared | serializable · no_locks_acquired · not_reported | survives_crashes · not_reported · not_reported
        strict                invariants_preserved · prepare_phase_validates_constraints · all_participants_voted_prepared | serializable · locks_held_across_prepare_and_commit · lock_acquisition_timestamps | survives_crashes · wal_fsynced_at_prepare_and_commit · wal_lsn_per_participant
        """, Table("two_phase_commit", document =>
    {
        var properties = document["evidence_properties"]!;
        return string.Join(" | ", Words(properties["consistency"]), Words(properties["isolation"]), Words(properties["durability"]));
    }));

    [Fact]
    public void A_tccs_words_follow_its_reservations_and_its_deadline() => Assert.Equal(
        """
        confirmed             all_participants_confirmed · reservations_converted_to_final · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        refused               all_participants_cancelled · reservations_released · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        cancelled             all_participants_cancelled · reservations_released · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        deadline              all_participants_cancelled · reservations_released · reservations_prevent_conflicts · auto_cancel_after_2500_ms · true · all_phases_persisted
        heuristic             violated · violated · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        nothing_reserved      all_participants_cancelled · nothing_was_reserved · nothing_was_reserved · auto_cancel_after_300_s · false · all_phases_persisted
        partly_reported       all_participants_confirmed · reservations_converted_to_final · not_reported · auto_cancel_after_300_s · false · all_phases_persisted
        on_azurite            all_participants_confirmed · reservations_converted_to_final · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_recorded_on_azurite
        by_hand               reported · reported · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        stuck                 pending · pending · pending · auto_cancel_after_300_s · false · phases_so_far_persisted
        cancel_stuck          pending · pending · pending · auto_cancel_after_300_s · false · phases_so_far_persisted
        cancel_heuristic      violated · violated · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        scheduled_cancelled   all_participants_cancelled · nothing_was_reserved · nothing_was_reserved · auto_cancel_after_310_s · false · all_phases_persisted
        running               pending · pending · pending · auto_cancel_after_300_s · false · phases_so_far_persisted
        """, Table("tcc", document => Words(document["tcc_transaction"]!["evidence"])));

    [Fact]
    public void What_was_achieved_is_what_was_promised_corrected_by_the_records() => Assert.Equal(
        """
        saga completed                  Eventual · Eventual · Read uncommitted · Strong (reported: consistency, durability)
        saga running                    pending · pending · Read uncommitted · Strong (reported: durability)
        saga heuristic                  violated · violated · Read uncommitted · Strong (reported: durability)
        saga by_hand                    reported · Eventual · Read uncommitted · Strong (reported: consistency, durability)
        saga on_azurite                 Eventual · Eventual · Read uncommitted · Development storage (reported: consistency)
        two_phase_commit committed      Strong · Strong · Serializable · Strong (reported: consistency, isolation, durability)
        two_phase_commit not_reported   Strong · Strong · not reported · Strong (reported: consistency, durability)
        two_phase_commit heuristic      violated · violated · not reported · Strong (reported: durability)
        two_phase_commit not_flushed    Strong · Strong · Serializable · not flushed (reported: consistency, isolation)
        two_phase_commit on_azurite     Strong · Strong · Serializable · Development storage (reported: consistency, isolation)
        tcc confirmed                   Strong · Strong · Read committed · Strong (reported: consistency, isolation, durability)
        tcc running                     pending · pending · pending · Strong (reported: durability)
        """, string.Join('\n', new[]
    {
        "saga completed", "saga running", "saga heuristic", "saga by_hand", "saga on_azurite",
        "two_phase_commit committed", "two_phase_commit not_reported", "two_phase_commit heuristic", "two_phase_commit not_flushed",
        "two_phase_commit on_azurite", "tcc confirmed", "tcc running",
    }.Select(name => $"{name,-31} {Achieved(Documents.Of(name))}")));

    [Fact]
    public void A_claim_to_strong_durability_beside_a_log_that_is_not_flushed_is_found()
    {
        var document = Documents.Of("two_phase_commit not_flushed");
        document["guarantees"]!["achieved"]!["durability"] = "Strong";
        var report = EvidenceVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()));
        Assert.Contains("the achieved durability is said to be 'Strong' and is 'not flushed'", report.Broken.SelectMany(finding => finding.Breaches).Select(breach => breach.What));
    }

    [Fact]
    public void A_sagas_events_say_how_atomic_it_was_and_whether_it_can_still_be_undone() => Assert.Equal(
        """
        completed             completed: eventual_consistency_via_recorded_decision, compensation_available false
        compensated           compensated: eventual_consistency_via_recorded_decision, compensation_available false
        parallel              compensated: eventual_consistency_via_recorded_decision, compensation_available false
        running               running: pending, compensation_available true
        heuristic             completed: violated, compensation_available false
        stuck                 stuck: pending, compensation_available false
        """, Table("saga_execution", document =>
    {
        var saga = document["saga_execution"]!;
        return $"{saga["saga_status"]}: {saga["atomicity_guarantee"]}, compensation_available {saga["compensation_available"]}";
    }));

    [Fact]
    public void A_synchronisation_says_what_began_it_and_how_consistent_it_is_as_soon_as_that_is_known() => Assert.Equal(
        """
        completed             update_profile_done > update_profile completed, invalidate_cache completed, reindex_user completed, update_user_dimensions completed: eventual_consistency
        refused               (nothing) > update_profile failed (profile_version_changed): not_changed
        running               update_profile_done > update_profile completed, invalidate_cache completed, reindex_user pending (no answer in 5000 ms), update_user_dimensions completed: eventual_consistency
        heuristic             update_profile_done > update_profile completed, invalidate_cache completed, reindex_user heuristic (taken apart by hand), update_user_dimensions completed: violated
        unknown               (nothing) > update_profile pending (InvalidOperationException: out of order): pending
        by_hand               update_profile_done > update_profile completed, invalidate_cache completed, reindex_user completed, update_user_dimensions completed: eventual_consistency
        """, Table("data_sync_saga", document =>
    {
        var sync = document["data_sync_saga"]!;
        var services = sync["affected_services"]!.AsArray().Select(one => $"{one!["operation"]} {one["status"]}{(one["error"] is { } error ? $" ({error})" : "")}");
        return $"{sync["trigger"] ?? "(nothing)"} > {string.Join(", ", services)}: {sync["consistency_model"]}";
    }));

    [Theory]
    [InlineData("saga", "guarantee_evidence")]
    [InlineData("two_phase_commit", "evidence")]
    [InlineData("two_phase_commit", "evidence_properties")]
    [InlineData("two_phase_commit", "performance")]
    [InlineData("tcc", "tcc_transaction.evidence")]
    public void No_word_is_a_constant(string form, string under)
    {
        var words = Names(form)
            .SelectMany(name => Leaves(under.Split('.').Aggregate((JsonNode?)Documents.Of(name), (node, key) => node?[key]), ""))
            .GroupBy(word => word.Path)
            .Where(word => word.Select(value => value.Text).Distinct().Count() == 1 && !word.Key.Contains("round_trips", StringComparison.Ordinal));
        Assert.Equal("", string.Join('\n', words.Select(word => word.Key)));
    }

    private static string Table(string form, Func<JsonObject, string> words) =>
        string.Join('\n', Names(form).Select(name => $"{name.Split(' ')[1],-21} {words(Documents.Of(name))}"));

    private static IEnumerable<string> Names(string form) => Documents.Names.Where(name => name.Split(' ')[0] == form);

    private static string Words(JsonNode? node) => string.Join(" · ", node!.AsObject().Select(word => word.Value!.ToString()));

    private static string Achieved(JsonObject document)
    {
        var achieved = document["guarantees"]!["achieved"]!.AsObject().Take(4).Select(component => (string?)component.Value);
        var reported = document["guarantees"]!["reported"]!.AsArray().Select(component => (string?)component);
        return $"{string.Join(" · ", achieved)} (reported: {string.Join(", ", reported)})";
    }

    private static IEnumerable<(string Path, string Text)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Leaves(field.Value, $"{path}.{field.Key}")),
        null => [],
        _ => [(path, node.ToJsonString())],
    };
}
