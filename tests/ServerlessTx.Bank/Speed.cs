using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using ServerlessTx.AzureTables;

namespace ServerlessTx.Bank;

/// <summary>
/// Two-phase commits a second over two real servers: written by hand without a coordinator's log, ours with evidence in memory, and ours with
/// evidence on Azurite. The work on the rows is the same statement; the three take turns, so that a busy machine is busy for all.
/// </summary>
internal static class Speed
{
    private const int Accounts = 5_000;
    private const int Transfers = 2_000;
    private const int Rounds = 3;

    public static async Task MeasureAsync(int concurrency, Action<string> say)
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions { InMemory = true }, say, TimeProvider.System);
        await using var north = await PostgresServer.StartAsync(null, say, TimeProvider.System);
        await using var south = await PostgresServer.StartAsync(null, say, TimeProvider.System);
        foreach (var server in new[] { north, south })
            await FillAsync(server);

        await using var byHand = new ByHand(north.ConnectionString, south.ConnectionString);
        await RunAsync("warm-up by hand", concurrency, byHand.TransferAsync, say);
        await OursAsync("warm-up ours", north, south, store: null, concurrency, say);
        var (hand, memory, tables) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            hand.Add(await RunAsync("by hand", concurrency, byHand.TransferAsync, say));
            memory.Add(await OursAsync("ours, evidence in memory", north, south, store: null, concurrency, say));
            tables.Add(await OursAsync("ours, evidence on Azurite", north, south, azurite.ConnectionString, concurrency, say));
        }

        say($"Of what is written by hand: {Median(memory) / Median(hand):0.00} with evidence in memory, {Median(tables) / Median(hand):0.00} on Azurite.");
    }

    private static async Task<double> OursAsync(
        string what, PostgresServer north, PostgresServer south, string? store, int concurrency, Action<string> say)
    {
        var evidence = store is null ? null : await TablePartitionStore.OpenAsync(store, $"t{Guid.NewGuid():N}");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddServerlessTx(tx =>
        {
            if (evidence is not null)
                tx.UseAzureTables(evidence, 3);
            tx.AddPostgreSql(BankHost.North, Wide(north)).AddPostgreSql(BankHost.South, Wide(south)).AddWorkflow(services => TwoPhaseCommit.For<Order>("speed", version: 1)
                .Participant(BankHost.North, new BranchBank(services.PostgreSql(BankHost.North)).Debiting())
                .Participant(BankHost.South, new BranchBank(services.PostgreSql(BankHost.South)).Crediting()));
        });
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<TransactionClient>();
        var rate = await RunAsync(
            what,
            concurrency,
            async order =>
            {
                var begun = await client.StartAsync(new StartRequest("speed", System.Text.Json.JsonSerializer.SerializeToElement(order, SampleRows.Json)));
                return (await client.WaitAsync(begun.Id, TimeSpan.FromMinutes(1)))!.Status is TransactionStatus.Committed;
            },
            say);
        await host.StopAsync();
        return rate;
    }

    private static async Task<double> RunAsync(string what, int concurrency, Func<Order, Task<bool>> transfer, Action<string> say)
    {
        var (next, committed) = (0, 0);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number <= Transfers)
            {
                if (await transfer(new Order(Books.Account(BankHost.North, number % Accounts), Books.Account(BankHost.South, number % Accounts), 0.01m)))
                    Interlocked.Increment(ref committed);
            }
        })));
        var rate = committed / Stopwatch.GetElapsedTime(start).TotalSeconds;
        say($"{rate,7:0} a second {what}{(committed == Transfers ? "" : $"; {Transfers - committed} were not committed")}");
        return rate;
    }

    private static async Task FillAsync(PostgresServer server)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var tables = source.CreateCommand(BranchBank.Tables);
        await tables.ExecuteNonQueryAsync();
        foreach (var bank in new[] { BankHost.North, BankHost.South })
        {
            await using var accounts = source.CreateCommand($"INSERT INTO account SELECT '{bank}_' || n, 1000 FROM generate_series(0, {Accounts - 1}) n");
            await accounts.ExecuteNonQueryAsync();
        }
    }

    private static string Wide(PostgresServer server) => $"{server.ConnectionString};Maximum Pool Size=64";

    private static double Median(IEnumerable<double> rates) => rates.Order().ElementAt(Rounds / 2);

    /// <summary>What somebody writes who needs no answer to the question what happens when this process dies.</summary>
    private sealed class ByHand(string north, string south) : IAsyncDisposable
    {
        private readonly NpgsqlDataSource[] _banks = [NpgsqlDataSource.Create($"{north};Maximum Pool Size=64"), NpgsqlDataSource.Create($"{south};Maximum Pool Size=64")];

        public async Task<bool> TransferAsync(Order order)
        {
            var name = Guid.NewGuid().ToString("N");
            await using var from = await _banks[0].OpenConnectionAsync();
            await using var to = await _banks[1].OpenConnectionAsync();
            await Task.WhenAll(PrepareAsync(from, name, order.From, -order.Amount), PrepareAsync(to, name, order.To, order.Amount));
            await Task.WhenAll(CommitAsync(from, name), CommitAsync(to, name));
            return true;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var bank in _banks)
                await bank.DisposeAsync();
        }

        private static async Task PrepareAsync(NpgsqlConnection connection, string name, string account, decimal amount)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            if (!await BranchBank.MoveAsync(transaction, name, account, amount))
                throw new InvalidOperationException("There is not enough.");
            await using var prepare = new NpgsqlCommand($"PREPARE TRANSACTION '{name}'", connection, transaction);
            await prepare.ExecuteNonQueryAsync();
        }

        private static async Task CommitAsync(NpgsqlConnection connection, string name)
        {
            await using var commit = new NpgsqlCommand($"COMMIT PREPARED '{name}'", connection);
            await commit.ExecuteNonQueryAsync();
        }
    }
}
