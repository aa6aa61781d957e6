using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>Documents as a reader meets them.</summary>
public sealed class EvidenceDocuments
{
    [Fact]
    public void A_refused_reservation_gives_the_sources_document_its_error_its_reasons_and_its_compensations_in_reverse() => Assert.Equal(
        """
        orchestrated_saga order_fulfillment: compensated in 250 ms
        1 create_order committed
        2 charge_payment committed
        3 reserve_inventory failed: insufficient_inventory, compensation triggered
        undone 2 refund_payment committed: ref_789
        undone 1 cancel_order committed: insufficient_inventory
        """, Told(Documents.Of("saga compensated")));

    [Fact]
    public void A_step_that_may_have_run_is_told_as_unknown_and_undone() => Assert.Equal(
        """
        orchestrated_saga order_fulfillment: compensated in 336 ms
        1 create_order committed
        2 charge_payment unknown: no answer in 2 attempts, compensation triggered
        undone 2 refund_payment committed: ref_789
        undone 1 cancel_order committed: no_answer_from_charge_payment
        """, Told(Documents.Of("saga unknown")));

    [Fact]
    public void A_refused_pivot_is_behind_one_decision_and_before_another()
    {
        var document = Documents.Of("saga pivot_refused");
        Assert.Equal("going_forward, compensating", string.Join(", ", document["decisions"]!.AsArray().Select(decision => (string?)decision!["decision"])));
        Assert.Equal("failed", (string?)document["steps"]![3]!["status"]);
        Assert.Equal("release_reservation, refund_payment, cancel_order", string.Join(", ", document["compensation_steps"]!.AsArray().Select(step => (string?)step!["operation"])));
    }

    [Fact]
    public void A_saga_that_has_not_ended_shows_what_it_waits_for()
    {
        var waiting = Documents.Of("saga running")["steps"]![1]!;
        Assert.Equal("pending after 1: InvalidOperationException: out of order", $"{waiting["status"]} after {waiting["attempts"]}: {waiting["error"]}");
        Assert.Null(waiting["evidence"]);
    }

    [Fact]
    public void An_answer_behind_the_decision_is_shown_and_changes_nothing()
    {
        var document = Documents.Of("saga late");
        Assert.Equal("unasked", (string?)document["steps"]![1]!["status"]);
        Assert.Equal("pay_456", (string?)document["late_answers"]![0]!["result"]!["payment_id"]);
    }

    [Theory]
    [InlineData("saga heuristic", "send_confirmation/retriable")]
    [InlineData("two_phase_commit heuristic", "ledger_db/commit")]
    [InlineData("tcc heuristic", "payment_service/confirm")]
    public void A_heuristic_outcome_keeps_the_decisions_word_and_says_who_did_otherwise(string name, string call)
    {
        var document = Documents.Of(name);
        var outcome = document["heuristic_outcomes"]![0]!;
        Assert.Contains((string?)document["status"], new[] { "completed", "committed", "confirmed" });
        Assert.True((bool)document["heuristic"]!);
        Assert.Equal($"{call}: taken apart by hand", $"{outcome["branch"]}/{outcome["phase"]}: {outcome["what_happened"]}");
    }

    [Fact]
    public void A_stuck_transaction_names_who_is_silent() =>
        Assert.Equal("ledger_db/commit", (string?)Documents.Of("two_phase_commit stuck")["stuck"]![0]!["silent"]![0]);

    [Theory]
    [InlineData("two_phase_commit scheduled_cancelled", "phases.abort", """{"coordinator_decision":"abort","reason":"customer_changed_mind","by":"support","decision_at":"2026-01-15T10:00:00.110Z","participants_aborted":[],"all_aborted":true}""")]
    [InlineData("tcc scheduled_cancelled", "tcc_transaction.cancel_phase", """{"decision_at":"2026-01-15T10:00:00.110Z","reason":"customer_changed_mind","by":"support","participants":[],"all_cancelled":true}""")]
    public void A_vote_that_was_turned_back_before_its_moment_has_nobody_to_tell(string name, string conclusion, string told) =>
        Assert.Equal(told, conclusion.Split('.').Aggregate((JsonNode?)Documents.Of(name), (node, key) => node?[key])!.ToJsonString());

    [Fact]
    public void Steps_of_a_group_are_triggered_by_what_came_before_the_group() => Assert.Equal(
        """
        create_order_done < 
        charge_payment_done < create_order_done
        reserve_inventory_refused < create_order_done
        refund_payment_done < reserve_inventory_refused
        cancel_order_done < refund_payment_done
        """, string.Join('\n', Documents.Of("saga_execution parallel")["saga_execution"]!["events"]!.AsArray().Select(one => $"{one!["event"]} < {one["triggered_by"]}")));

    [Fact]
    public void Every_second_phase_answer_echoes_a_decision_that_stands_in_an_earlier_append()
    {
        var document = Documents.Of("two_phase_commit committed");
        var decision = (string?)document["decisions"]![0]!["hash"];
        Assert.All(document["phases"]!["commit"]!["participants_committed"]!.AsArray(), commit => Assert.Equal(decision, (string?)commit!["decision"]));
        Assert.Contains(document["chain"]!.AsArray().SkipLast(1), append => (string?)append!["hash"] == decision);
    }

    [Fact]
    public void A_large_answer_stands_in_the_document_as_the_bytes_that_its_record_hashes()
    {
        var document = Documents.Of("saga large");
        var (hash, result) = document["large_answers"]!.AsObject().Single();
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result!.ToJsonString(WireJson.Tolerant)))));
        Assert.Equal(500, document["steps"]![0]!["evidence"]!["pages"]!.AsArray().Count);
    }

    private static string Told(JsonObject saga)
    {
        var steps = saga["steps"]!.AsArray().Select(step => $"{step!["step"]} {step["operation"]} {step["status"]}"
            + (step["error"] is { } error ? $": {error}" : "")
            + (step["compensation_triggered"] is { } triggered && (bool)triggered ? ", compensation triggered" : ""));
        var undone = saga["compensation_steps"]!.AsArray().Select(step =>
            $"undone {step!["step"]} {step["operation"]} {step["status"]}: {step["evidence"]!["refund_id"] ?? step["evidence"]!["cancellation_reason"]}");
        return string.Join('\n', [$"{saga["type"]} {saga["workflow"]}: {saga["saga_outcome"]} in {saga["total_duration_ms"]} ms", .. steps, .. undone]);
    }
}
