using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>A transfer over two servers, and what its evidence says.</summary>
[Collection(nameof(OnServers))]
public sealed class EvidenceTests(Servers servers) : IAsyncLifetime
{
    private Bank _one = null!;
    private Bank _other = null!;
    private App _app = null!;
    private string _from = "";
    private string _to = "";

    public async Task InitializeAsync()
    {
        (_one, _other) = (new Bank(servers.One.ConnectionString), new Bank(servers.Other.ConnectionString));
        (_from, _to) = (await _one.OpenAsync(100m), await _other.OpenAsync(0m));
        _app = await App.StartAsync(tx => tx
            .AddPostgreSql("accounts_db", servers.One.ConnectionString, Bank.Options)
            .AddPostgreSql("ledger_db", servers.Other.ConnectionString, Bank.Options)
            .AddWorkflow(services => ServerlessTx.TwoPhaseCommit.For<Move>("move", version: 1)
                .Participant("accounts_db", services.PostgreSql("accounts_db").TwoPhaseCommit<Move>((call, transaction) =>
                    _one.ChangeAsync(As(call, call.Input.From, -call.Input.Amount), transaction)))
                .Participant("ledger_db", services.PostgreSql("ledger_db").TwoPhaseCommit<Move>((call, transaction) =>
                    _other.ChangeAsync(As(call, call.Input.To, call.Input.Amount), transaction)))));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Locks_are_rows_and_relations_and_were_held_until_the_commit()
    {
        var evidence = await MoveAsync(30m, TransactionStatus.Committed);
        var prepared = evidence["phases"]!["prepare"]!["participants_prepared"]![0]!;
        Assert.Equal(
            [$"account:{_from}", "relation:public.account:RowExclusiveLock"],
            prepared["locks_acquired"]!.AsArray().Select(held => held!.GetValue<string>()));
        Assert.Equal("locks_held_during_transaction", evidence["evidence"]!["isolation"]!.GetValue<string>());
        Assert.Equal("balance_covers_amount", evidence["evidence"]!["consistency"]!.GetValue<string>());
        Assert.Equal("Serializable", evidence["guarantees"]!["achieved"]!["isolation"]!.GetValue<string>());
        Assert.Equal(70m, await _one.BalanceAsync(_from));
        Assert.Equal(30m, await _other.BalanceAsync(_to));
    }

    [Fact]
    public async Task The_log_s_position_grows_and_stamps_are_the_server_s()
    {
        var evidence = await MoveAsync(30m, TransactionStatus.Committed);
        var prepared = evidence["phases"]!["prepare"]!["participants_prepared"]![0]!;
        var committed = evidence["phases"]!["commit"]!["participants_committed"]![0]!;
        Assert.True(prepared["wal_lsn"]!.GetValue<long>() < committed["wal_lsn"]!.GetValue<long>());
        Assert.True(committed["wal_lsn"]!.GetValue<long>() <= await _one.ScalarAsync<long>("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
        Assert.True(prepared["server_at"]!.GetValue<DateTimeOffset>() <= committed["server_at"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task Durability_is_what_the_server_is_set_to()
    {
        var evidence = await MoveAsync(30m, TransactionStatus.Committed);
        var committed = evidence["phases"]!["commit"]!["participants_committed"]![1]!;
        Assert.Equal("""{"fsync":"on","synchronous_commit":"on"}""", committed["durability"]!.ToJsonString());
    }

    [Theory]
    [InlineData("on", "wal_fsynced_on_all_participants", "survives_crashes")]
    [InlineData("off", "wal_lsn_reported_by_all_participants_without_fsync", "recorded_on_azure_tables")]
    public async Task A_server_that_does_not_flush_is_not_called_durable(string fsync, string word, string guarantee)
    {
        await using var server = await PostgresServer.StartAsync(null, _ => { }, TimeProvider.System, [$"fsync={fsync}"]);
        await Bank.CreateAsync(server.ConnectionString);
        await using var bank = new Bank(server.ConnectionString);
        var account = await bank.OpenAsync(100m);
        await using var app = await App.StartAsync(
            tx => tx.AddPostgreSql("accounts_db", server.ConnectionString).AddWorkflow(services => ServerlessTx.TwoPhaseCommit.For<Change>("change", version: 1)
                .Participant("accounts_db", services.PostgreSql("accounts_db").TwoPhaseCommit<Change>(bank.ChangeAsync))),
            new MemoryPartitionStore(), kind: "azure_tables");

        var ended = await app.RunAsync("change", new Change(account, -1m));

        var evidence = await app.EvidenceAsync(ended.TransactionId);
        Assert.Equal(word, evidence["evidence"]!["durability"]!.GetValue<string>());
        Assert.Equal(guarantee, evidence["evidence_properties"]!["durability"]!["guarantee"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_abort_says_which_locks_ended_with_it()
    {
        var evidence = await MoveAsync(130m, TransactionStatus.Aborted);
        var aborted = evidence["phases"]!["abort"]!["participants_aborted"]!.AsArray().Single(participant => participant!["database"]!.GetValue<string>() == "ledger_db")!;
        Assert.Contains($"account:{_to}", aborted["released"]!.ToJsonString());
        Assert.Equal("insufficient_funds", evidence["phases"]!["abort"]!["reason"]!.GetValue<string>());
        Assert.Equal(0m, await _other.BalanceAsync(_to));
    }

    private async Task<JsonObject> MoveAsync(decimal amount, TransactionStatus status)
    {
        var ended = await _app.RunAsync("move", new Move(_from, _to, amount));
        Assert.Equal(status, ended.Status);
        return await _app.EvidenceAsync(ended.TransactionId);
    }

    private static Call<Change> As(Call<Move> call, string account, decimal amount) => new(new CallRequest
    {
        TransactionId = call.TransactionId,
        Name = new CallName(call.Branch, call.Phase),
        Attempt = call.Attempt,
        Input = WireJson.ToElement(new Change(account, amount)),
        Deadline = call.Deadline,
        Results = new Dictionary<string, JsonElement>(),
        Cancellation = call.Cancellation,
    });

    public sealed record Move(string From, string To, decimal Amount);
}
