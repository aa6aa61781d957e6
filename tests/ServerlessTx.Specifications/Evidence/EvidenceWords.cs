using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>The words of evidence, outcome by outcome: each follows from what is recorded and from nothing else.</summary>
public sealed class EvidenceWords
{
    [Fact]
    public void A_sagas_words_follow_its_steps_and_compensations() => Assert.Equal(
        """
        completed       all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        compensated     eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        nothing_ran     no_step_committed · unchanged · nothing_became_visible · all_steps_persisted
        unknown         eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        cancelled       eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        late            eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        late_refusal    nothing_to_compensate · unchanged · none_intermediate_state_visible · all_steps_persisted
        large           all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        deadline        eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        pivot_refused   eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        heuristic       violated · violated · none_intermediate_state_visible · all_steps_persisted
        stuck           pending · pending · none_intermediate_state_visible · steps_so_far_persisted
        by_hand         reported · reported · none_intermediate_state_visible · all_steps_persisted
        retried         all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        running         pending · pending · none_intermediate_state_visible · steps_so_far_persisted
        undoing         pending · pending · none_intermediate_state_visible · steps_so_far_persisted
        taken_over      all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        waited          all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        rejected        eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        expired         eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        waiting         pending · pending · none_intermediate_state_visible · steps_so_far_persisted
        parent          all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_persisted
        parent_undone   eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        parent_refused  eventual_via_compensation · eventual_after_compensation · none_intermediate_state_visible · all_steps_and_compensations_persisted
        child           all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_recorded_on_memory
        on_azurite      all_steps_committed · eventual_after_last_step · none_intermediate_state_visible · all_steps_recorded_on_azurite
        """, Table("saga", document => Words(document["guarantee_evidence"])));

    [Fact]
    public void A_two_phase_commits_words_claim_what_everybody_reported_and_no_more() => Assert.Equal(
        """
        committed       all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_fsynced_on_all_participants
        voted_no        all_participants_aborted · nothing_applied · locks_held_during_transaction · wal_fsynced_on_all_prepared_participants
        unknown         all_participants_aborted · nothing_applied · not_reported · not_reported
        cancelled       all_participants_aborted · nothing_applied · locks_held_during_transaction · wal_fsynced_on_all_prepared_participants
        deadline        all_participants_aborted · nothing_applied · not_reported · not_reported
        heuristic       violated · violated · locks_acquired_release_not_reported · not_reported
        stuck           pending · pending · pending · pending
        by_hand         reported · reported · locks_acquired_release_not_reported · not_reported
        running         pending · pending · pending · pending
        taken_over      all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_fsynced_on_all_participants
        not_reported    all_participants_committed · account_balance_and_ledger_match_reported_by_accounts_db_only · not_reported · not_reported
        on_azurite      all_participants_committed · account_balance_and_ledger_match · locks_held_during_transaction · wal_lsn_reported_by_all_participants_recorded_on_azurite
        """, Table("two_phase_commit", document => Words(document["evidence"])));

    [Fact]
    public void The_mechanism_and_the_failure_mode_of_a_two_phase_commit_are_those_of_the_run() => Assert.Equal(
        """
        committed       prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        voted_no        abort_on_a_vote_of_no · none_observed · 5_round_trips · none_observed · limited_by_lock_contention
        unknown         abort_on_a_missing_vote · unanswered_calls_repeated · 7_round_trips · none_observed · no_lock_contention_observed
        cancelled       abort_from_outside · unanswered_calls_repeated · 7_round_trips · none_observed · no_lock_contention_observed
        deadline        abort_at_the_deadline · blocked_until_the_coordinator_was_taken_over · 6_round_trips · none_observed · no_lock_contention_observed
        heuristic       prepare_vote_from_all_participants · participant_ended_otherwise_than_decided · 5_round_trips · none_observed · no_lock_contention_observed
        stuck           prepare_vote_from_all_participants · blocked_on_a_silent_participant,unanswered_calls_repeated · 9_round_trips · yes_participant_silent · no_lock_contention_observed
        by_hand         prepare_vote_from_all_participants · blocked_on_a_silent_participant,unanswered_calls_repeated · 11_round_trips · yes_participant_silent · no_lock_contention_observed
        running         pending · unanswered_calls_repeated · 3_round_trips · none_observed · no_lock_contention_observed
        taken_over      prepare_vote_from_all_participants · blocked_until_the_coordinator_was_taken_over · 6_round_trips · yes_coordinator_failed · no_lock_contention_observed
        not_reported    prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        on_azurite      prepare_vote_from_all_participants · none_observed · 5_round_trips · none_observed · no_lock_contention_observed
        """, Table("two_phase_commit", document =>
    {
        var (atomicity, performance) = (document["evidence_properties"]!["atomicity"]!, document["performance"]!);
        return string.Join(" · ", atomicity["mechanism"], atomicity["failure_mode"], performance["latency"], performance["blocking"], performance["throughput"]);
    }));

    [Fact]
    public void A_tccs_words_follow_its_reservations_and_its_deadline() => Assert.Equal(
        """
        confirmed       all_participants_confirmed · reservations_converted_to_final · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        refused         all_participants_cancelled · reservations_released · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        cancelled       all_participants_cancelled · reservations_released · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        deadline        all_participants_cancelled · reservations_released · reservations_prevent_conflicts · auto_cancel_after_2500_ms · true · all_phases_persisted
        heuristic       violated · violated · reservations_prevent_conflicts · auto_cancel_after_300_s · false · all_phases_persisted
        running         pending · pending · pending · auto_cancel_after_300_s · false · phases_so_far_persisted
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
        two_phase_commit on_azurite     Strong · Strong · Serializable · Development storage (reported: consistency, isolation)
        tcc confirmed                   Strong · Strong · Read committed · Strong (reported: consistency, isolation, durability)
        tcc running                     pending · pending · pending · Strong (reported: durability)
        """, string.Join('\n', new[]
    {
        "saga completed", "saga running", "saga heuristic", "saga by_hand", "saga on_azurite",
        "two_phase_commit committed", "two_phase_commit not_reported", "two_phase_commit heuristic", "two_phase_commit on_azurite",
        "tcc confirmed", "tcc running",
    }.Select(name => $"{name,-31} {Achieved(Documents.Of(name))}")));

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
        string.Join('\n', Names(form).Select(name => $"{name.Split(' ')[1],-15} {words(Documents.Of(name))}"));

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
