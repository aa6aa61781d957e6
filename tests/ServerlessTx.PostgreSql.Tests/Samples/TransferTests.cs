using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServerlessTx.Readme.Databases;
using ServerlessTx.Samples;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class TransferTests(Servers servers)
{
    [Fact]
    public async Task The_sample_transfer_moves_money_in_two_databases_or_in_none()
    {
        var (accounts, ledger) = (await FreshAsync(servers.One), await FreshAsync(servers.Other));
        await using var app = await App.StartAsync(tx => tx.AddSamples(_ => new MemoryPartitionStore(), databases: new(accounts, ledger)));

        var committed = await app.RunAsync("transfer", new { from = "alice", to = "bob", amount = 10.25m });
        var aborted = await app.RunAsync("transfer", new { from = "alice", to = "bob", amount = 5000m });

        Assert.Equal((TransactionStatus.Committed, null), (committed.Status, committed.Reason));
        Assert.Equal((TransactionStatus.Aborted, "insufficient_funds"), (aborted.Status, aborted.Reason));
        var evidence = await app.EvidenceAsync(committed.TransactionId);
        Assert.Equal("balances_equal_opening_plus_entries", evidence["evidence"]!["consistency"]!.GetValue<string>());
        var locks = evidence["phases"]!["prepare"]!["participants_prepared"]![0]!["locks_acquired"]!.AsArray().Select(held => held!.GetValue<string>()).ToList();
        Assert.Equal(["account:alice", "account:bob"], locks.Take(2));
        Assert.Contains("relation:public.entry:RowExclusiveLock", locks);
        Assert.Equal(
            """
            {"account":"alice","balance":989.75,"lsn":1,"checked_lsn":0,"checked_balance":1000}
            {"account":"bob","balance":1010.25,"lsn":1,"checked_lsn":0,"checked_balance":1000}
            """,
            await RowsAsync(app, "bank_accounts"));
        Assert.Equal(
            $$"""
            {"account":"alice","lsn":1,"transaction_id":"{{committed.TransactionId}}","kind":"debit","amount":-10.25}
            {"account":"bob","lsn":1,"transaction_id":"{{committed.TransactionId}}","kind":"credit","amount":10.25}
            """,
            await RowsAsync(app, "ledger"));
        Assert.Equal("", await RowsAsync(app, "locks"));
    }

    [Fact]
    public async Task What_the_readme_shows_moves_money_between_two_servers()
    {
        await using Bank one = new(servers.One.ConnectionString), other = new(servers.Other.ConnectionString);
        var (from, to) = (await one.OpenAsync(100m), await other.OpenAsync(0m));
        await using var app = await App.StartAsync(tx => tx.AddMove(servers.One.ConnectionString, servers.Other.ConnectionString));

        Assert.Equal(TransactionStatus.Committed, (await app.RunAsync("move", new Move(from, to, 40m))).Status);
        Assert.Equal("insufficient_funds", (await app.RunAsync("move", new Move(from, to, 70m))).Reason);
        Assert.Equal((60m, 40m), (await one.BalanceAsync(from), await other.BalanceAsync(to)));
    }

    private static async Task<string> RowsAsync(App app, string kind) =>
        string.Join('\n', (await app.Services.GetRequiredService<PostgreSqlRows>().ReadAsync(kind, default))!.Select(row => row.GetRawText()));

    /// <summary>A database of this test's own: the sample's tables are for one bank.</summary>
    private static async Task<string> FreshAsync(PostgresServer server)
    {
        var name = $"transfer_{Guid.NewGuid():N}"[..20];
        await using var admin = new Bank(server.ConnectionString);
        await admin.ExecuteAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }
}
