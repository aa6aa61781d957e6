using System.Text;

namespace ServerlessTx.Verification;

/// <summary>Rehashed streams of a group that break a rule.</summary>
public sealed class ForgedModes
{
    [Fact]
    public void An_honest_group_is_no_alarm() => Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(ModeStream.Honest().Document()).Outcome);

    public static TheoryData<string, string> Forgeries => new()
    {
        { "something before the declaration", "a_group_is_declared_first" },
        { "strict straight from degraded", "switches_follow_each_other" },
        { "degraded twice", "switches_follow_each_other" },
        { "nobody was found to be away", "a_switch_says_why" },
        { "an operator without a reason", "a_switch_says_why" },
        { "strict while an operation waits", "strict_only_when_nothing_waits" },
        { "strict while a side serves older modes", "strict_only_when_nothing_waits" },
        { "an acknowledged mode that never was", "acknowledged_versions_rise" },
        { "a stamp from before", "mode_records_are_stamped_in_order" },
        { "set aside without a wish", "set_aside_as_it_was_wished" },
        { "set aside behind a newer wish", "set_aside_as_it_was_wished" },
        { "buffered under an older mode", "buffered_only_for_who_is_away" },
        { "buffered for a side that is there", "buffered_only_for_who_is_away" },
        { "buffered behind the switch back", "buffered_only_for_who_is_away" },
        { "one more than may wait", "buffered_within_its_terms" },
        { "more at once than may be moved", "buffered_within_its_terms" },
        { "escrow spent twice", "escrow_is_never_exceeded" },
        { "escrow that was wished away", "escrow_is_never_exceeded" },
        { "a buffer applied twice", "each_operation_ends_once" },
        { "promised twice", "each_operation_ends_once" },
        { "applied and refused", "each_operation_ends_once" },
        { "applied out of order", "applied_in_order" },
        { "refused without a conflict", "conflicts_are_resolved_by_somebody" },
        { "a retry that counts wrong", "conflicts_are_resolved_by_somebody" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_forgery_breaks_its_rule(string forgery, string rule)
    {
        var report = EvidenceVerifier.Verify(Forge(forgery).Document());
        Assert.Equal(VerificationOutcome.Broken, report.Outcome);
        Assert.Contains(rule, report.Findings.Where(finding => finding.State is FindingState.Broken).Select(finding => finding.Rule));
    }

    [Fact]
    public void Every_rule_of_groups_has_a_forgery() =>
        Assert.Equal(ModeRulebook.Records.Select(rule => rule.Name).Order(), Forgeries.Select(row => (string)row[1]).Distinct().Order());

    [Fact]
    public void A_document_that_its_chain_does_not_yield_is_broken()
    {
        var edited = Encoding.UTF8.GetString(ModeStream.Honest().Document()).Replace("\"partition_duration_sec\":180", "\"partition_duration_sec\":1", StringComparison.Ordinal);
        var report = EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(edited));
        Assert.Equal(["modes_are_what_the_chain_yields"], report.Findings.Where(finding => finding.State is FindingState.Broken).Select(finding => finding.Rule));
    }

    [Fact]
    public void A_switch_has_every_key_of_the_source()
    {
        using var document = System.Text.Json.JsonDocument.Parse(ModeStream.Honest().Document());
        var first = document.RootElement.GetProperty("mode_transitions")[0];
        Assert.Equal(
            """
            "strict_acid_to_saga"
            "database_partition_detected"
            {"accounts":"unavailable","ledger":"available","partition_duration_sec":180}
            ["switch_to_saga_pattern","accept_eventual_consistency","enable_compensation_workflows","buffer_operations_for_later_reconciliation"]
            {"atomicity":"strong → eventual","availability":"low → high","latency":"100ms → seconds","consistency":"immediate → eventual"}
            {"buffered":2,"applied":0,"refused":0,"withdrawn":0}
            180
            """,
            string.Join('\n', new[]
            {
                first.GetProperty("transition"), first.GetProperty("trigger"), first.GetProperty("evidence").GetProperty("database_connectivity"),
                first.GetProperty("actions"), first.GetProperty("guarantees_changed"), first.GetProperty("operations"), first.GetProperty("lasted_sec"),
            }.Select(value => value.GetRawText())));
    }

    private static ModeStream Forge(string forgery) => Forge(forgery, ModeStream.Honest());

    private static ModeStream Forge(string forgery, ModeStream honest) => forgery switch
    {
        "something before the declaration" => honest.Insert(1, new OperationWithdrawn { Operation = "three", At = default }),
        "strict straight from degraded" => honest.Drop(7),
        "degraded twice" => honest.Change<ModeSwitched>(7, switched => switched with { To = Mode.Degraded, Away = ["accounts"] }),
        "nobody was found to be away" => honest.Change<ModeSwitched>(4, switched => switched with { Findings = [] }),
        "an operator without a reason" => honest.Change<ModeSwitched>(7, switched => switched with { Reason = null }),
        "strict while an operation waits" => honest.Drop(10),
        "strict while a side serves older modes" => honest.Drop(12),
        "an acknowledged mode that never was" => honest.Change<ModeAcknowledged>(11, told => told with { ModeVersion = 99 }),
        "a stamp from before" => honest.Change<OperationApplied>(8, applied => applied with { At = DateTimeOffset.UnixEpoch }),
        "set aside without a wish" => honest.Change<EscrowAsked>(2, asked => asked with { Account = "b" }),
        "set aside behind a newer wish" => honest.Insert(3, new EscrowAsked { Side = "accounts", Account = "a", Amount = 50, By = "ops", At = default }),
        "buffered under an older mode" => honest.Change<OperationBuffered>(5, buffered => buffered with { ModeVersion = 1 }),
        "buffered for a side that is there" => honest.Change<OperationBuffered>(5, buffered => buffered with { Side = "ledger" }),
        "buffered behind the switch back" => honest.Insert(8, ModeStream.Buffered("three", 1)),
        "one more than may wait" => honest.Insert(7, ModeStream.Buffered("three", 1)),
        "more at once than may be moved" => honest.Insert(7, ModeStream.Buffered("three", 1001)),
        "escrow spent twice" => honest.Change<OperationBuffered>(6, buffered => buffered with { Movements = [new Movement("a", -60)] }),
        "escrow that was wished away" => honest.Insert(4, new EscrowAsked { Side = "accounts", Account = "a", Amount = 10, By = "ops", At = default }),
        "a buffer applied twice" => honest.Insert(9, new OperationApplied { Operation = "one", Attempt = 1, Receipt = "lsn 2", At = default }),
        "promised twice" => honest.Change<OperationBuffered>(6, buffered => buffered with { Operation = "one" }),
        "applied and refused" => honest.Change<OperationRefused>(10, refused => refused with { Operation = "one" }),
        "applied out of order" => honest.Change<OperationApplied>(8, applied => applied with { Operation = "two" }),
        "refused without a conflict" => honest.Drop(9),
        "a retry that counts wrong" => honest.Insert(10, new OperationRetried { Operation = "two", Attempt = 3, By = "ops", Reason = "again", At = default }),
        _ => throw new ArgumentOutOfRangeException(nameof(forgery), forgery, "There is no such forgery."),
    };
}
