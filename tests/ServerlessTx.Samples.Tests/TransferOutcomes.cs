namespace ServerlessTx.Samples.Tests;

public sealed class TransferOutcomes
{
    [Fact]
    public void A_transfer_that_both_databases_can_make_is_committed() => Assert.Equal(
        """
        started            transfer
        prepared           accounts_db
        prepared           ledger_db
        decided            commit
        committed          accounts_db
        committed          ledger_db
        committed
        """, Run(host => host.TransferAsync()));

    [Fact]
    public void A_balance_that_does_not_cover_the_amount_aborts_it() => Assert.Equal(
        """
        started            transfer
        voted_no           accounts_db: insufficient_funds
        prepared           ledger_db
        decided            abort: insufficient_funds
        aborted            accounts_db
        aborted            ledger_db
        aborted
        """, Run(host => host.TransferAsync(amount: AccountsDb.OpeningBalance + 1)));

    [Fact]
    public void A_row_that_an_undecided_transfer_locks_aborts_the_one_that_waited_for_it() => Assert.Equal(
        """
        started            transfer
        voted_no           accounts_db: lock_conflict
        voted_no           ledger_db: lock_conflict
        decided            abort: lock_conflict
        aborted            accounts_db
        aborted            ledger_db
        aborted
        """, VirtualTime.Run(async time =>
        {
            var (memory, holder) = await PreparedAsync(time);
            var host = new SampleHost(time, memory, "host_b");
            var id = await host.TransferAsync("67890", "55555");
            var transcript = await host.EndAsync(id);
            Assert.InRange(await TookMsAsync(host, id), 500, 560);
            await host.RecoverAsync();
            Assert.Contains("committed", await host.TranscriptAsync(holder));
            await new Audit(memory).IsAtRestAsync();
            return transcript;
        }));

    [Fact]
    public void A_holder_that_is_decided_is_concluded_first_by_whoever_it_is_in_the_way_of() => Assert.Equal(
        """
        started            transfer
        prepared           accounts_db
        prepared           ledger_db
        decided            commit
        committed          accounts_db
        committed          ledger_db
        committed
        """, VirtualTime.Run(async time =>
        {
            var (memory, holder) = await PreparedAsync(time);
            var host = new SampleHost(time, memory, "host_b");
            await host.Client.CancelAsync(holder, "no longer wanted", "ann");
            var id = await host.TransferAsync("67890", "12345");
            var transcript = await host.EndAsync(id);
            Assert.Equal(0, await TookMsAsync(host, id));
            await host.RecoverAsync();
            Assert.EndsWith("aborted", await host.TranscriptAsync(holder));
            await new Audit(memory).IsAtRestAsync();
            return transcript;
        }));

    [Fact]
    public void A_holder_whose_deadline_has_passed_is_aborted_by_whoever_it_is_in_the_way_of() => VirtualTime.Run(async time =>
    {
        var (memory, holder) = await PreparedAsync(time);
        var host = new SampleHost(time, memory, "host_b");
        await Task.Delay(TimeSpan.FromMinutes(1), time);
        Assert.EndsWith("committed", await host.EndAsync(await host.TransferAsync("67890", "12345")));
        await host.RecoverAsync();
        Assert.Contains("decided            abort: deadline_passed (by deadline)", await host.TranscriptAsync(holder));
        await new Audit(memory).IsAtRestAsync();
        return true;
    });

    [Fact]
    public void A_prepare_that_is_never_answered_aborts_it() => Assert.Equal(
        """
        started            transfer
        prepared           accounts_db
        unanswered         ledger_db/prepare 1: no answer in 30000 ms
        prepare_unknown    ledger_db: the deadline has passed
        decided            abort: deadline_passed
        aborted            accounts_db
        aborted            ledger_db
        aborted
        """, Run(host => host.TransferAsync(), (store, time) =>
        {
            var silentUntil = time.GetUtcNow().AddSeconds(61);
            store.Before = operation => operation.Partition == Transfer.Ledger && time.GetUtcNow() < silentUntil
                ? Task.Delay(silentUntil - time.GetUtcNow(), time) : Task.CompletedTask;
        }));

    [Fact]
    public void What_they_report_is_what_they_did() => VirtualTime.Run(async time =>
    {
        var memory = new MemoryPartitionStore();
        var host = new SampleHost(time, memory);
        var id = await host.TransferAsync();
        await host.EndAsync(id);
        var answers = (await host.RecordsAsync(id)).OfType<Answered>().ToDictionary(answer => answer.Name, answer => answer.Result!.Value.GetRawText());
        const string at = "2026-01-15T10:00:00.000Z";
        Assert.Equal(
            $$"""{"shard":"accounts_db","locks_acquired":[{"lock":"account:12345","at":"{{at}}"},{"lock":"account:67890","at":"{{at}}"}],"wal_lsn":1"""
            + ""","checks":["balance_covers_amount"],"moved_after":{"12345":-100,"67890":100}}""",
            answers[new(Transfer.Accounts, Phase.Prepare)]);
        Assert.Equal(
            $$"""{"shard":"ledger_db","locks_acquired":[{"lock":"ledger:12345","at":"{{at}}"},{"lock":"ledger:67890","at":"{{at}}"}],"wal_lsn":1"""
            + ""","checks":[],"moved_after":{"12345":-100,"67890":100}}""",
            answers[new(Transfer.Ledger, Phase.Prepare)]);
        Assert.Equal(
            """{"wal_lsn":2,"released":["account:12345","account:67890"],"checks":["balance_equals_opening_plus_journal","account_balance_and_ledger_match"]}""",
            answers[new(Transfer.Accounts, Phase.Commit)]);
        Assert.Equal(
            """{"wal_lsn":2,"released":["ledger:12345","ledger:67890"],"checks":["debit_equals_credit","totals_equal_entries","account_balance_and_ledger_match"]}""",
            answers[new(Transfer.Ledger, Phase.Commit)]);
        return true;
    });

    [Theory]
    [InlineData("""{"from":"a","to":"a","amount":1}""", "$.to")]
    [InlineData("""{"from":"a","to":"b","amount":0}""", "$.amount")]
    [InlineData("""{"from":"a","to":"b","amount":1.001}""", "$.amount")]
    [InlineData("""{"from":"a b","to":"b","amount":1}""", "$.from")]
    public void A_transfer_that_makes_no_sense_begins_nothing(string input, string field) => VirtualTime.Run(async time =>
    {
        var host = new SampleHost(time, new MemoryPartitionStore());
        Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => host.StartAsync("transfer", input))).Field);
        Assert.Empty(await host.AllAsync());
        return true;
    });

    /// <summary>A transfer from 12345 to 67890 whose driver died when both had prepared, before it could decide.</summary>
    private static async Task<(MemoryPartitionStore Store, TransactionId Id)> PreparedAsync(VirtualTime time)
    {
        var memory = new MemoryPartitionStore();
        var dies = new InterceptedStore(memory);
        var prepared = 0;
        dies.After = operation =>
        {
            prepared += operation is { IsCommit: true, Partition: Transfer.Accounts or Transfer.Ledger } ? 1 : 0;
            return prepared == 2 ? dies.Die() : Task.CompletedTask;
        };
        var id = await new SampleHost(time, dies).TransferAsync();
        Assert.Equal(4, await new Audit(memory).CountAsync("locks"));
        return (memory, id);
    }

    private static async Task<double> TookMsAsync(SampleHost host, TransactionId id)
    {
        var state = (await host.Client.GetAsync(id))!;
        return (state.FinishedAt!.Value - state.StartedAt).TotalMilliseconds;
    }

    private static string Run(Func<SampleHost, Task<TransactionId>> start, Action<InterceptedStore, VirtualTime>? arrange = null) =>
        VirtualTime.Run(async time =>
        {
            var store = new InterceptedStore(new MemoryPartitionStore());
            var host = new SampleHost(time, store);
            arrange?.Invoke(store, time);
            var transcript = await host.EndAsync(await start(host));
            await Task.Delay(TimeSpan.FromMinutes(5), time);
            await new Audit(store).IsAtRestAsync();
            return transcript;
        });
}
