namespace ServerlessTx.Specifications;

/// <summary>What the document of a group says of a switch, and what it leaves unsaid.</summary>
public sealed class ModeWordsSpecifications
{
    [Fact]
    public void What_nobody_has_called_is_neither_available_nor_unavailable() => Assert.Equal(
        """
        operator                    {}
        operator                    {}
        database_partition_detected {"ledger_db":"available","fees_db":"available","accounts_db":"unavailable","partition_duration_sec":15}
        """,
        string.Join('\n', ModeDocument.Of(GroupRuns.Relapsed().Appends)["mode_transitions"]!.AsArray()
            .Select(told => $"{told!["trigger"],-27} {told["evidence"]!["database_connectivity"]!.ToJsonString()}")));

    /// <summary>The source's matrix (Part III): a TCC answers in 50 ms and more, and its availability is medium.</summary>
    [Fact]
    public void A_group_that_reserves_gives_up_what_the_source_says_of_reservations() => Assert.Equal(
        """
        tcc_to_saga: strong → eventual, medium → high, 50ms → seconds, immediate → eventual
        saga_to_failing_back: high → none
        failing_back_to_tcc: eventual → strong, none → medium, seconds → 50ms, eventual → immediate
        """,
        string.Join('\n', ModeDocument.Of(GroupRuns.Reserving().Appends)["mode_transitions"]!.AsArray()
            .Select(told => $"{told!["transition"]}: {string.Join(", ", told["guarantees_changed"]!.AsObject().Select(change => change.Value))}")));

    [Fact]
    public void A_record_of_a_later_version_is_shown_and_changes_nothing()
    {
        var document = ModeDocument.Of(GroupRuns.OfALaterVersion().Appends);
        Assert.Equal("""[{"version":13,"type":"witnessed"}]""", document["unknown_records"]?.ToJsonString());
        Assert.Equal(("strict", 1L), ((string?)document["mode"], (long)document["mode_version"]!));
    }
}
