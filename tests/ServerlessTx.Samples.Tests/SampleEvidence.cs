using System.Text.Json.Nodes;

namespace ServerlessTx.Samples.Tests;

/// <summary>What the sample participants report is enough for the source's words.</summary>
public sealed class SampleEvidence
{
    [Fact]
    public void A_committed_transfer_says_what_both_databases_reported() => Assert.Equal(
        """
        committed
        atomicity all_participants_committed
        consistency account_balance_and_ledger_match
        isolation locks_held_during_transaction
        durability wal_lsn_reported_by_all_participants_recorded_on_memory
        """, Told(Document(host => host.TransferAsync()), "evidence"));

    [Fact]
    public void An_aborted_transfer_changed_nothing() => Assert.Equal(
        """
        aborted
        atomicity all_participants_aborted
        consistency nothing_applied
        isolation locks_held_during_transaction
        durability wal_lsn_reported_by_all_prepared_participants_recorded_on_memory
        """, Told(Document(host => host.TransferAsync(amount: AccountsDb.OpeningBalance + 1)), "evidence"));

    [Fact]
    public void A_confirmed_checkout_says_what_was_reserved_and_for_how_long() => Assert.Equal(
        """
        confirmed
        atomicity all_participants_confirmed
        consistency reservations_converted_to_final
        isolation reservations_prevent_conflicts
        timeout_handling auto_cancel_after_300_s
        cancelled_by_deadline false
        durability all_phases_recorded_on_memory
        """, Told(Document(host => host.CheckoutAsync()), "tcc_transaction", "evidence"));

    [Fact]
    public void A_transfer_shows_locks_their_times_and_a_log_that_grows()
    {
        var phases = Document(host => host.TransferAsync())["phases"]!;
        var (prepared, committed) = (phases["prepare"]!["participants_prepared"]!.AsArray(), phases["commit"]!["participants_committed"]!.AsArray());
        Assert.All(prepared, one => Assert.Equal(one!["locks_acquired"]!.AsArray().Count, one["lock_acquisition_timestamps"]!.AsObject().Count));
        Assert.All(prepared.Zip(committed), one => Assert.True((long)one.First!["wal_lsn"]! < (long)one.Second!["wal_lsn"]!));
    }

    private static JsonObject Document(Func<SampleHost, Task<TransactionId>> start) => VirtualTime.Run(async time =>
    {
        var host = new SampleHost(time, new MemoryPartitionStore());
        var id = await start(host);
        await host.EndAsync(id);
        return (await host.Client.EvidenceAsync(id))!;
    });

    private static string Told(JsonObject document, params string[] under) => string.Join('\n',
    [
        (string)document["status"]!,
        .. under.Aggregate((JsonNode)document, (node, key) => node[key]!).AsObject().Select(word => $"{word.Key} {word.Value}"),
    ]);
}
