using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessTx.Samples;

namespace ServerlessTx.Bank;

/// <summary>
/// Transfers between accounts on two PostgreSQL servers under load, one of which is stopped for a while: a two-phase commit, then the degraded
/// form within escrow, then the buffer is applied and it is a two-phase commit again. Evidence is kept in memory.
/// </summary>
internal sealed class ModesDemo : IAsyncDisposable
{
    private const int Clients = 4;
    private const int Accounts = 20;
    private const decimal SetAside = 400m;

    /// <summary>A customer goes away from a transfer that is in doubt, and the next one comes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(500);

    private readonly TransferServers _servers;
    private readonly IHost _host;
    private readonly Action<string> _say;
    private readonly List<ModeSlice> _slices = [];
    private readonly ConcurrentQueue<TransactionId> _left = new();
    private int _strict, _degraded, _notAdmitted, _turnedBack;

    private ModesDemo(TransferServers servers, IHost host, Action<string> say) => (_servers, _host, _say) = (servers, host, say);

    private TransactionClient Client => _host.Services.GetRequiredService<TransactionClient>();

    private ModeClient Modes => _host.Services.GetRequiredService<ModeClient>();

    public static async Task<ModesDemo> StartAsync(Action<string> say)
    {
        var servers = await TransferServers.StartAsync(say);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var terms = new ModeTerms { AwayAfter = TimeSpan.FromSeconds(2), BackAfter = TimeSpan.FromSeconds(2), ProbeTimeout = TimeSpan.FromSeconds(1) };
        var policy = new CallPolicy { Attempts = 2, TimeoutMs = 1_000, FirstDelayMs = 50, MaxDelayMs = 500 };
        builder.Services.AddServerlessTx(
            tx => tx.AddSamples(_ => new MemoryPartitionStore(), policy, databases: new(servers.First.ConnectionString, servers.Second.ConnectionString), modes: terms),
            options => (options.IsOnlyHost, options.ModeInterval) = (true, TimeSpan.FromMilliseconds(250)));
        var host = builder.Build();
        await host.StartAsync();
        return new ModesDemo(servers, host, say);
    }

    /// <param name="seconds">How long the accounts' server is stopped; as long before and, behind the way back, half as long again.</param>
    /// <param name="picture">Where the picture is written.</param>
    public async Task RunAsync(int seconds, string picture)
    {
        for (var account = 0; account < Accounts; account++)
            await Modes.SetAsideAsync(ResilientTransfer.Name, Transfer.Accounts, $"a{account}", SetAside, "demonstration");
        using var over = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => LoadAsync(new Random(client), over.Token)).Append(WatchAsync(over.Token)));
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        _say("The accounts' server is stopped.");
        await _servers.First.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await _servers.First.StartAgainAsync();
        _say("The accounts' server is back.");
        while ((await Modes.GetAsync(ResilientTransfer.Name))!.Mode is not Mode.Strict)
            await Task.Delay(Slice);
        _say("The group is strict again.");
        await Task.Delay(TimeSpan.FromSeconds(seconds / 2));
        await over.CancelAsync();
        await load;
        foreach (var id in _left)
            Count((await Client.WaitAsync(id, TimeSpan.FromMinutes(1)))!.Status);
        await File.WriteAllTextAsync(picture, ModesChart.Draw(_slices));
        await CheckAsync();
        _say($"{_strict} strict and {_degraded} degraded transfers, {_turnedBack} turned back, {_notAdmitted} not admitted. The picture is {Path.GetFullPath(picture)}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        await _servers.DisposeAsync();
    }

    private async Task LoadAsync(Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var from = random.Next(Accounts);
            var money = new { from = $"a{from}", to = $"a{(from + 1 + random.Next(Accounts - 1)) % Accounts}", amount = random.Next(1, 20) };
            try
            {
                var begun = await Client.StartAsync(new StartRequest(ResilientTransfer.Name, JsonSerializer.SerializeToElement(money)), CancellationToken.None);
                var state = (await Client.WaitAsync(begun.Id, Patience, CancellationToken.None))!;
                if (state.Status is TransactionStatus.Committed or TransactionStatus.Completed or TransactionStatus.Aborted or TransactionStatus.Compensated)
                    Count(state.Status);
                else
                    _left.Enqueue(begun.Id);
            }
            catch (NotAdmittedException)
            {
                Interlocked.Increment(ref _notAdmitted);
                await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
            }
        }
    }

    private void Count(TransactionStatus status)
    {
        ref var count = ref _turnedBack;
        if (status is TransactionStatus.Committed)
            count = ref _strict;
        else if (status is TransactionStatus.Completed)
            count = ref _degraded;
        Interlocked.Increment(ref count);
    }

    /// <summary>What was done in each slice of time, in which mode; no account's escrow is ever overdrawn.</summary>
    private async Task WatchAsync(CancellationToken over)
    {
        var (start, strict, degraded, refused) = (Stopwatch.GetTimestamp(), 0, 0, 0);
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(Slice, CancellationToken.None);
            var view = (await Modes.GetAsync(ResilientTransfer.Name, CancellationToken.None))!;
            Assert.All(view.Escrow, escrow => Assert.True(escrow.Spent <= escrow.SetAside, $"{escrow} is overdrawn."));
            _slices.Add(new(Stopwatch.GetElapsedTime(start).TotalSeconds, view.Mode, _strict - strict, _degraded - degraded, _notAdmitted - refused));
            (strict, degraded, refused) = (_strict, _degraded, _notAdmitted);
        }
    }

    private async Task CheckAsync()
    {
        var rows = _host.Services.GetRequiredService<PostgreSqlRows>();
        var (accounts, ledger) = ((await rows.ReadAsync("bank_accounts", default))!, (await rows.ReadAsync("ledger_totals", default))!);
        var moved = accounts.ToDictionary(NameOf, row => BalanceOf(row) - AccountsDb.OpeningBalance);
        Assert.Equal(0, moved.Values.Sum());
        Assert.All(accounts, row => Assert.True(BalanceOf(row) >= 0));
        Assert.All(ledger, row => Assert.Equal(moved[NameOf(row)], BalanceOf(row)));
        Holds(await Modes.EvidenceAsync(ResilientTransfer.Name));
        var page = await Client.ListAsync(new TransactionQuery { Limit = 500 });
        foreach (var line in page.Transactions)
            Holds(await Client.EvidenceAsync(TransactionId.Parse(line.TransactionId)));
        _say($"No money was made or lost, both servers agree, and the evidence of the group and of the last {page.Transactions.Count} transfers holds.");

        static string NameOf(JsonElement row) => row.GetProperty("account").GetString()!;
        static decimal BalanceOf(JsonElement row) => row.GetProperty("balance").GetDecimal();
    }

    private static void Holds(System.Text.Json.Nodes.JsonObject? evidence)
    {
        var report = EvidenceVerifier.Verify(JsonSerializer.SerializeToUtf8Bytes(evidence));
        Assert.True(report.Outcome is VerificationOutcome.Holds, string.Join('\n', report.Broken));
    }
}

/// <summary>A slice of time.</summary>
internal sealed record ModeSlice(double At, Mode Mode, int Strict, int Degraded, int NotAdmitted);
