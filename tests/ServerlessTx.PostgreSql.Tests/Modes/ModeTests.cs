using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServerlessTx.Samples;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>A database is told of modes, and a transfer goes on while a server is stopped.</summary>
[Collection(nameof(OnServers))]
public sealed class ModeTests(Servers servers)
{
    [Fact]
    public async Task A_prepare_of_an_older_mode_is_refused_and_what_is_prepared_is_concluded_first()
    {
        await using var bank = new Bank(servers.One.ConnectionString);
        var (account, group) = (await bank.OpenAsync(100m), $"g{Guid.NewGuid():N}");
        Assert.Equal(1, await bank.Database.TellModeAsync(group, 1));
        var (prepared, id) = (Call(account, group, Branch.NewId(), Phase.Prepare), Branch.NewId());
        Assert.Equal("Done", (await bank.Manager.PrepareAsync(prepared)).ToAnswer().Verdict.ToString());
        Assert.Equal(1, prepared.Mode!.Told);
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, (await Assert.ThrowsAsync<PostgresException>(() => bank.Database.TellModeAsync(group, 4))).SqlState);
        await bank.Manager.CommitAsync(Call(account, group, prepared.TransactionId, Phase.Commit));
        Assert.Equal(4, await bank.Database.TellModeAsync(group, 4));
        Assert.Equal(4, await bank.Database.TellModeAsync(group, 2));
        for (var asked = 0; asked < 2; asked++)
            Assert.Equal("mode_superseded", (await bank.Manager.PrepareAsync(Call(account, group, id, Phase.Prepare))).ToAnswer().Reason);
        Assert.Equal((90m, 1), (await bank.BalanceAsync(account), bank.Worked));
    }

    [Fact]
    public async Task A_transfer_goes_on_while_the_ledgers_server_is_stopped_and_is_posted_when_it_is_back()
    {
        await using var stopped = await PostgresServer.StartAsync(folder: null, Console.Error.WriteLine, TimeProvider.System);
        var accounts = await FreshAsync(servers.One);
        await using var app = await App.StartAsync(tx =>
        {
            tx.AddSamples(_ => new MemoryPartitionStore(), databases: new(accounts, stopped.ConnectionString), modes: Quick);
            tx.Services.Configure<ServerlessTxOptions>(options => options.ModeInterval = TimeSpan.FromMilliseconds(100));
        });
        var modes = app.Services.GetRequiredService<ModeClient>();
        Task<TransactionState> TransferAsync() => app.RunAsync(ResilientTransfer.Name, new { from = "alice", to = "bob", amount = 10m });
        Task IsAsync(Mode mode) => Eventually.IsTrueAsync(async () => (await modes.GetAsync(ResilientTransfer.Name))!.Mode == mode, $"{mode}");

        Assert.Equal(TransactionStatus.Committed, (await TransferAsync()).Status);
        await stopped.KillAsync();
        await IsAsync(Mode.Degraded);
        Assert.Equal(TransactionStatus.Completed, (await TransferAsync()).Status);
        await stopped.StartAgainAsync();
        await IsAsync(Mode.Strict);
        Assert.Equal(TransactionStatus.Committed, (await TransferAsync()).Status);

        var rows = app.Services.GetRequiredService<PostgreSqlRows>();
        Assert.Equal(6, (await rows.ReadAsync("ledger", default))!.Count);
        Assert.Equal("970 1030", string.Join(' ', (await rows.ReadAsync("bank_accounts", default))!.Select(row => row.GetProperty("balance").GetDecimal())));
        var evidence = JsonSerializer.SerializeToUtf8Bytes(await modes.EvidenceAsync(ResilientTransfer.Name), WireJson.Tolerant);
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(evidence).Outcome);
    }

    private static ModeTerms Quick { get; } = new()
    {
        AwayAfter = TimeSpan.FromMilliseconds(200),
        BackAfter = TimeSpan.FromMilliseconds(200),
        BackAfterProbes = 3,
        ProbeTimeout = TimeSpan.FromSeconds(1),
    };

    private static Call<Change> Call(string account, string group, string id, Phase phase) => new(new CallRequest
    {
        TransactionId = id,
        Name = new CallName("accounts_db", phase),
        Attempt = 1,
        Input = WireJson.ToElement(new Change(account, -10m)),
        Deadline = DateTimeOffset.MaxValue,
        Results = new Dictionary<string, JsonElement>(),
        Mode = new ModeTicket(new PinnedMode(group, 1, Mode.Strict)),
        Cancellation = default,
    });

    private static async Task<string> FreshAsync(PostgresServer server)
    {
        var name = $"modes_{Guid.NewGuid():N}"[..20];
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var create = source.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }
}
